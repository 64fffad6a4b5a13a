import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Identity, loadPolicies } from '@vectorgate/policy-schema';
import { placeKey } from '../catalogue/place-key.ts';
import type { CatalogueSource, ListedConnection } from '../catalogue/store-catalogue.ts';
import type { StoredCollection } from '../pipeline/store-contents.ts';
import { RecordAccess } from '../sessions/review/record-access.ts';
import type { Question } from './api-routes.ts';
import { catalogueRoutes } from './catalogue-routes.ts';

const loaded = loadPolicies({
  files: [
    {
      path: 'a.policy.yaml',
      text: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: a }
spec:
  rules:
    - { id: mine, effect: allow, principals: { groups: [analysts] }, resources: { connections: [many], collections: ["mine-*"] }, operations: [read] }
    - { id: look, effect: allow, principals: { groups: [reviewers] }, resources: { connections: [many], collections: ["mine-*"] }, operations: [review] }
`,
    },
  ],
});
assert.ok(loaded.ok);
const { set } = loaded;

const identityOf = (subject: string, ...groups: readonly string[]): Identity => ({
  ...{ issuer: 'people', kind: 'person', subject, groups },
  ...{ groupsComplete: true, claims: {}, declared: {} },
});

/** Routes over one connection with these names; how often it was asked whose names stand bare in rules of it. */
function routesOver(names: readonly string[]) {
  const asked = { connection: 0 };
  const source = { name: 'many', store: 'chroma', people: 'people' } as CatalogueSource;
  const collections: StoredCollection[] = names
    .map((collection) => ({ tenant: 't', database: 'd', collection }))
    .sort((a, b) => (placeKey(a) < placeKey(b) ? -1 : 1));
  const list: ListedConnection = { collections, at: 0, cut: false, stale: false };
  const routes = catalogueRoutes({
    configuration: {
      issuers: [],
      connections: [
        { name: 'many', address: 'http://10.0.0.5:8000' },
        { name: 'again', address: 'http://10.0.0.5:8000/' },
        { name: 'other', address: 'http://10.0.0.6:8000' },
      ],
    },
    catalogue: { sources: [source], stores: { list: async () => list } },
    policySet: () => set,
    access: new RecordAccess({
      policy: () => set,
      connection: () => {
        asked.connection += 1;
        return { people: 'people', protocol: { remask: () => undefined } };
      },
      connections: ['many'],
      people: 'people',
      now: Date.now,
    }),
  } as unknown as Parameters<typeof catalogueRoutes>[0]);
  const ask = async (
    path: string,
    identity: Identity,
    query: Record<string, string>,
    policyReader = false,
  ) => {
    const question = { caller: { identity, policyReader }, query, id: '' } as unknown as Question;
    return (await routes.find((route) => route.path === path)!.answer(question)) as {
      readonly connections: readonly { readonly sameDatabaseAs?: readonly string[] }[];
      readonly collections: readonly { readonly name: string }[];
      readonly next?: string;
    };
  };
  return { ask, asked };
}

const others = Array.from({ length: 50_000 }, (_, n) => `other-${n}`);

test('pages hold each collection once, to the last, which may be empty', async () => {
  const mine = Array.from({ length: 6 }, (_, n) => `mine-${n}`);
  const { ask } = routesOver([...mine, ...others.slice(0, 100)]);
  for (const [limit, pages] of [
    [1, 7],
    [3, 3],
    [4, 2],
    [6, 2],
    [7, 1],
  ] as const) {
    const met: string[] = [];
    let cursor: string | undefined;
    let count = 0;
    do {
      const page = await ask('/catalogue', identityOf('ana', 'analysts'), {
        limit: String(limit),
        ...(cursor !== undefined && { cursor }),
      });
      met.push(...page.collections.map(({ name }) => name));
      cursor = page.next;
      count += 1;
    } while (cursor !== undefined);
    assert.deepEqual(met, mine, `${limit}`);
    assert.equal(count, pages, `${limit}`);
  }
});

for (const path of ['/catalogue', '/catalogue/details'] as const)
  test(`${path}: a walk through many collections lets others pass, and asks once who may review`, async () => {
    const { ask, asked } = routesOver(others);
    let turns = 0;
    let walking = true;
    const count = (): void => {
      turns += 1;
      if (walking) setImmediate(count);
    };
    setImmediate(count);
    const { collections } = await ask(path, identityOf('rita', 'reviewers'), { connection: 'many' });
    walking = false;
    assert.deepEqual(collections, []);
    assert.ok(turns > 2, `${turns} turns of the event loop`);
    // Once for whether she may review there, and once for each place that is decided about.
    assert.ok(asked.connection <= others.length + 10, `asked ${asked.connection} times`);
  });

test('collections that are looked through count, also where none may be told', async () => {
  const { ask } = routesOver(others);
  const walks = async (): Promise<void> => {
    for (let n = 0; n < 100; n += 1) await ask('/catalogue', identityOf('ola'), { limit: '1' });
  };
  await assert.rejects(walks(), { status: 429, code: 'too-many-listings' });
  await assert.rejects(ask('/catalogue/details', identityOf('ola'), { connection: 'many' }), {
    status: 429,
  });
  assert.deepEqual((await ask('/catalogue', identityOf('ana'), { limit: '1' })).collections, []);
});

test('policy readers are told which connections lead to one database, and nobody is told where', async () => {
  const { ask } = routesOver([]);
  const told = async (reader: boolean) =>
    (await ask('/catalogue', identityOf('ana', 'analysts'), {}, reader)).connections;
  assert.deepEqual((await told(true))[0]?.sameDatabaseAs, ['again']);
  assert.equal((await told(false))[0]?.sameDatabaseAs, undefined);
  assert.doesNotMatch(JSON.stringify(await told(true)), /10\.0\.0/);
});

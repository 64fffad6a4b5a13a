import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { CatalogueDetails } from '../harness/catalogue-details.ts';
import { commandLinePerson } from '../harness/command-line-person.ts';
import { policyOf } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Stand in values of the store alone, and in no answer. */
const canary = 'canary-7f3a9';
const number = 918_273_645;

let world: World;
const tokens: Record<string, string> = {};

interface Listed {
  readonly connections: readonly {
    readonly name: string;
    readonly whole: boolean;
    readonly problem?: string;
  }[];
  readonly issuers: readonly { readonly name: string; readonly claims?: object }[];
  readonly collections: readonly {
    readonly name: string;
    readonly tenant: string;
    readonly metric?: string;
  }[];
  readonly next?: string;
}

/** Every answer that was given, to look for what must not be in any. */
const answers: string[] = [];

async function ask<Answer>(who: string, path: string, status = 200): Promise<Answer> {
  const response = await world.api(tokens[who], `/api/v1/${path}`);
  const text = await response.text();
  answers.push(text);
  assert.equal(response.status, status, text);
  return JSON.parse(text) as Answer;
}

const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);

before(async () => {
  world = await startWorld({
    policies: {
      main: policyOf(
        [
          'analysts-read',
          'effect: allow, principals: { groups: [analysts] }, resources: { connections: [insights], collections: ["customer-*"] }, operations: [read]',
        ],
        [
          'owners-review',
          'effect: allow, principals: { groups: [data-owners] }, resources: { connections: [insights], collections: ["customer-*", product-docs] }, operations: [review]',
        ],
        [
          'reviewers-review',
          'effect: allow, principals: { groups: [reviewers] }, resources: { connections: [insights, "(gateway)"] }, operations: [review]',
        ],
        [
          'notes-are-bound',
          'effect: guard, principals: { groups: [data-owners] }, resources: { collections: [customer-notes] }, require: { filter: { kind: open } }',
        ],
        [
          'badges-are-dropped',
          'effect: guard, principals: { groups: [data-owners] }, operations: [search, fetch], mask: [{ fields: [badge], method: drop }]',
        ],
        [
          'others-are-named',
          'effect: allow, principals: { groups: [nobody] }, resources: { connections: [insights], tenants: [globex] }, operations: [read]',
        ],
        ['secret-is-closed', 'effect: deny, resources: { collections: [customer-secret] }'],
      ),
    },
  });
  const metadatas = Array.from({ length: 300 }, (_, i) => ({
    email: `${canary}-${i}@acme.example`,
    level: number + i,
    badge: canary,
    ...(i % 2 === 0 && { open: true }),
  }));
  await makeCollection(world.chroma.url, 'customer-cases', {
    ids: metadatas.map((_, i) => `${canary}-id-${i}`),
    embeddings: metadatas.map((_, i) => [i, 1, 0]),
    documents: metadatas.map(() => `${canary} in a text`),
    metadatas,
  });
  for (const name of ['customer-notes', 'customer-secret', 'product-docs', 'payroll'])
    await makeCollection(world.chroma.url, name, {
      ids: ['1'],
      embeddings: [[1, 0]],
      metadatas: [{ note: canary }],
    });
  // A tenant that only a rule names: Chroma has no list of them.
  const tenants = `${world.chroma.url}/api/v2/tenants`;
  for (const [url, body] of [
    [tenants, { name: 'globex' }],
    [`${tenants}/globex/databases`, { name: 'europe' }],
    [`${tenants}/globex/databases/europe/collections`, { name: 'orders' }],
  ] as const) {
    const made = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.ok(made.ok, await made.text());
  }
  for (const login of ['ana', 'omar', 'rita', 'ola'] as const)
    tokens[login] = (await world.signIn(login)).accessToken;
  const read = await world.call(tokens.ana, 'GET', `${collections}/customer-cases`);
  assert.equal(read.status, 200);
});
after(() => world?.close());

test('of collections each person is listed what rules let her list or review, and nothing else', async () => {
  const seen = async (who: string) => names((await ask<Listed>(who, 'catalogue')).collections);
  assert.deepEqual(await seen('ana'), ['customer-cases', 'customer-notes']);
  assert.deepEqual(await seen('omar'), ['customer-cases', 'customer-notes', 'product-docs']);
  assert.deepEqual(await seen('rita'), [
    'customer-cases',
    'customer-notes',
    'payroll',
    'product-docs',
    'orders',
  ]);
  assert.deepEqual(await seen('ola'), []);
  await ask('nobody', 'catalogue', 401);
});

test('pages hold each collection once, and no cursor leads to more', async () => {
  const met: string[] = [];
  let next = '';
  do {
    const page = await ask<Listed>('rita', `catalogue?limit=2${next && `&cursor=${next}`}`);
    met.push(...names(page.collections));
    next = page.next ?? '';
  } while (next !== '');
  assert.deepEqual(met, ['customer-cases', 'customer-notes', 'payroll', 'product-docs', 'orders']);
  const first = await ask<Listed>('rita', 'catalogue?limit=1');
  assert.deepEqual(names((await ask<Listed>('ana', `catalogue?cursor=${first.next}`)).collections), [
    'customer-notes',
  ]);
  await ask('ana', 'catalogue?cursor=x', 400);
});

test('whether a list is whole follows from rules, and claims are for policy readers', async () => {
  const whole = async (who: string) =>
    (await ask<Listed>(who, 'catalogue')).connections.map((one) => one.whole);
  assert.deepEqual(await Promise.all(['ana', 'omar', 'rita', 'ola'].map(whole)), [
    [false],
    [false],
    [false],
    [false],
  ]);
  const { issuers } = await ask<Listed>('omar', 'catalogue');
  assert.deepEqual(issuers, [
    { name: 'people', claims: { tenant: 'string' } },
    { name: 'ci', claims: { tenant: 'string' } },
  ]);
  assert.deepEqual((await ask<Listed>('ana', 'catalogue')).issuers, [{ name: 'people' }, { name: 'ci' }]);
});

test('fields are told with types and how often they occur, to whom rules let review all of it', async () => {
  const { collections: found } = await ask<CatalogueDetails>(
    'omar',
    'catalogue/details?connection=insights&collections=customer-*',
  );
  const [cases, notes] = found;
  assert.deepEqual(names(found), ['customer-cases', 'customer-notes']);
  assert.deepEqual([cases?.dimension, cases?.sample?.count, cases?.sample?.records], [3, 300, 200]);
  const fields = Object.fromEntries(cases!.sample!.fields.map(({ path, ...rest }) => [path, rest]));
  assert.deepEqual(fields.email, { types: ['string'], records: 200 });
  assert.deepEqual(fields.level, { types: ['number'], records: 200 });
  assert.deepEqual(fields.open, { types: ['boolean'], records: 100 });
  assert.equal(fields.badge, undefined, 'no answer to him has it');
  const ritas = await ask<CatalogueDetails>(
    'rita',
    'catalogue/details?connection=insights&collections=customer-cases',
  );
  assert.ok(ritas.collections[0]?.sample?.fields.some(({ path }) => path === 'badge'));
  assert.match(notes?.withheld ?? '', /a part of this collection/);
  const { collections: anas } = await ask<CatalogueDetails>('ana', 'catalogue/details?connection=insights');
  assert.deepEqual(names(anas), ['customer-cases', 'customer-notes']);
  for (const one of anas)
    assert.deepEqual([one.sample, one.withheld], [undefined, 'No rule lets you review this collection.']);
  // What she may not know of is like what is not there.
  for (const name of ['payroll', 'customer-secret', 'not-there'])
    assert.deepEqual(
      (await ask<CatalogueDetails>('omar', `catalogue/details?connection=insights&collections=${name}`))
        .collections,
      [],
    );
});

test('a look into a collection is recorded as what the gateway did for whom', async () => {
  await ask('omar', 'catalogue/details?connection=insights&collections=customer-cases');
  const { records } = await ask<{ records: readonly Record<string, unknown>[] }>(
    'rita',
    'records?all=1&query=operation:catalogue_sampling%20who:omar&limit=1',
  );
  const [{ reviewed, operations, outcome, connection } = {}] = records;
  assert.deepEqual([reviewed, outcome, connection], [{ of: 'fields' }, 'delivered', 'insights']);
  assert.match(JSON.stringify(operations), /"review".*customer-cases/);
});

test('groups and people come out of records that rules let her review, else they are her own', async () => {
  interface People {
    readonly issuers: readonly {
      readonly name: string;
      readonly groups: readonly string[];
      readonly subjects: readonly string[];
    }[];
    readonly fromRecords: boolean;
  }
  const seen = await ask<People>('rita', 'catalogue/people');
  assert.ok(seen.fromRecords);
  const people = seen.issuers.find(({ name }) => name === 'people');
  assert.ok(people, JSON.stringify(seen));
  for (const group of ['analysts', 'data-owners']) assert.ok(people.groups.includes(group), group);
  assert.ok(people.subjects.includes('ana'));
  assert.deepEqual(await ask<People>('ola', 'catalogue/people'), {
    issuers: [{ name: 'people', groups: [], subjects: ['ola'] }],
    fromRecords: false,
  });
});

test('the command line saves what exists beside policies, and lists it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-catalogue-'));
  const omar = await commandLinePerson(world.controlUrl, 'omar', folder);
  try {
    const [policy, file] = [join(folder, 'mine.policy.yaml'), join(folder, 'vectorgate.catalogue.yaml')];
    const rule = (field: string): string =>
      policyOf([
        'mail-is-masked',
        `effect: guard, resources: { connections: [insights], collections: [customer-cases] }, mask: [{ fields: [${field}], method: redact }]`,
      ]);
    await writeFile(policy, rule('emial'));
    const saved = await omar.run('policy', 'catalogue', policy, '--save', file);
    assert.equal(saved.code, 0, saved.err);
    assert.match(saved.err, /3 collections, 1 of them with fields; .* Written to/);
    const text = await readFile(file, 'utf8');
    answers.push(text);
    assert.match(text, /^kind: Catalog$/m);
    assert.match(text, /^ +email: \{ types: \[ ?string ?\], records: 200 \}$/m);
    const listed = await omar.run('policy', 'catalogue');
    answers.push(listed.out);
    assert.match(listed.out, /collection +connection +records +fields\ncustomer-cases +insights/);
  } finally {
    await omar.signOut();
    await rm(folder, { recursive: true, force: true });
  }
});

test('no value of the data is in any answer, nor in the record of a look', async () => {
  const { records } = await ask<{ records: readonly { readonly id: string }[] }>(
    'rita',
    'records?all=1&query=operation:catalogue_sampling',
  );
  assert.ok(records.length > 1);
  for (const { id } of records) await ask('rita', `records/${id}`);
  for (const text of answers) {
    assert.ok(!text.includes('canary'), text);
    assert.ok(!/91827\d/.test(text), text);
  }
});

test('a store that does not answer is told, and what it said before stays', async () => {
  await world.chroma.stop();
  const details = await ask<CatalogueDetails>(
    'omar',
    'catalogue/details?connection=insights&collections=customer-cases',
  );
  assert.equal(details.collections[0]?.sample?.records, 200);
});

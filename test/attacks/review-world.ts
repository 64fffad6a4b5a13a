import assert from 'node:assert/strict';
import { policyOf } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Stands in the store's data, in requests and in answers. */
export const secret = 'zoe@acme.example';
/** A field that only the hidden collection has, and a tenant of which only hidden records speak. */
export const hiddenField = 'salary';

/** What Ana left behind, by a word for each. */
export type Deed =
  | 'cases'
  | 'refused'
  | 'tenant'
  | 'bound'
  | 'closed'
  | 'payroll'
  | 'unread'
  | 'support'
  | 'handshake'
  | 'listing'
  | 'not-understood';

export interface Reviewer {
  readonly token: string;
  ask(
    path: string,
    init?: RequestInit,
  ): Promise<{
    readonly status: number;
    readonly text: string;
    readonly body: Readonly<Record<string, unknown>>;
  }>;
}

export interface ReviewWorld extends World {
  /** Ana's records and their sessions. */
  readonly records: Readonly<Record<Deed, string>>;
  readonly sessions: { readonly insights: string; readonly support: string };
  /** May review all that there is. */
  readonly auditor: Reviewer;
  /** May review records about `cases…` of insights, masked. */
  readonly narrow: Reviewer;
  /** The same as `narrow`, as somebody else. */
  readonly watcher: Reviewer;
  /** Once more the same: who looks into requests has used up a minute soon. */
  readonly observer: Reviewer;
  /** May review nothing. */
  readonly nobody: Reviewer;
  /** A service of another issuer that has the reviewers' names. */
  readonly service: Reviewer;
  reviewer(token: string): Reviewer;
}

/** What stands in the answers to whoever may see all, and must not stand in those to the others. */
export const seenDeeds: readonly Deed[] = ['cases', 'refused', 'tenant', 'bound', 'unread'];

/** The narrow reviewers: people, and workloads that ask under the same rules with a minute of their own. */
const reviewers = '{ groups: [reviewers], services: ["ci:watcher", "ci:observer"] }';

const policy = policyOf(
  [
    'people-read',
    'effect: allow, principals: { groups: [analysts, reviewers] }, resources: { connections: [insights, support] }, operations: [read], limits: { topK: 50 }',
  ],
  [
    'narrow-look',
    `effect: allow, principals: ${reviewers}, resources: { connections: [insights], collections: ["cases*"] }, operations: [review]`,
  ],
  [
    'auditors-look',
    'effect: allow, principals: { subjects: [ola] }, resources: { connections: [insights, support, "(gateway)"] }, operations: [review]',
  ],
  [
    'was-open-once',
    `effect: allow, principals: ${reviewers}, resources: { connections: [support] }, operations: [review], expires: "2026-01-01T00:00:00Z"`,
  ],
  [
    'may-open-one-day',
    `effect: allow, mode: monitor, principals: ${reviewers}, resources: { connections: [insights], collections: [payroll] }, operations: [review]`,
  ],
  [
    'another-issuer',
    'effect: allow, principals: { groups: ["ci:auditors"] }, resources: { connections: [insights] }, operations: [review]',
  ],
  [
    'closed-to-reviewers',
    `effect: deny, principals: ${reviewers}, resources: { collections: [cases-closed] }`,
  ],
  [
    'unread-by-reviewers',
    `effect: deny, principals: ${reviewers}, resources: { collections: [cases-unread] }, operations: [read]`,
  ],
  [
    'mail-is-masked',
    `effect: guard, principals: ${reviewers}, resources: { collections: ["cases*"] }, mask: [{ fields: [email], method: redact }, { fields: [$document], detectors: [email], method: redact }]`,
  ],
  [
    'own-tenant',
    'effect: guard, principals: { groups: [analysts] }, resources: { collections: [cases-bound] }, require: { filter: { tenant: { claim: tenant } } }',
  ],
  [
    'tenants-are-masked',
    `effect: guard, principals: ${reviewers}, resources: { collections: [cases-bound] }, mask: [{ fields: [tenant], method: redact }]`,
  ],
  [
    'one-tenant',
    `effect: guard, principals: ${reviewers}, resources: { collections: [cases-tenant] }, require: { filter: { tenant: acme } }`,
  ],
);

/** A gate over which Ana worked on much, and people who may review all, some and none of it. */
export async function startReviewWorld(): Promise<ReviewWorld> {
  const world = await startWorld({
    policies: { main: policy },
    storeAddress: async ({ url }) => {
      address = url;
      return url;
    },
    root: 'custodians: { groups: [data-owners] }',
    prepare: async (folder) => {
      const { readFile, writeFile } = await import('node:fs/promises');
      const file = `${folder}/vectorgate.yaml`;
      const second = `  - { name: support, store: chroma, address: "${address}", knownAs: ["support.internal:8000"] }\n`;
      await writeFile(file, (await readFile(file, 'utf8')).replace(/^issuers:/m, `${second}issuers:`));
      return async () => undefined;
    },
  });
  const reviewer = (token: string): Reviewer => ({
    token,
    ask: async (path, init = {}) => {
      const response = await fetch(`${world.controlUrl}${path}`, {
        ...init,
        redirect: 'manual',
        headers: { authorization: `Bearer ${token}`, ...init.headers },
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json;') === true;
      return { status: response.status, text, body: isJson ? JSON.parse(text) : {} };
    },
  });
  const signedIn = async (login: string): Promise<Reviewer> =>
    reviewer((await world.signIn(login)).accessToken);

  const ids: Record<string, string> = {};
  for (const name of [
    'cases',
    'cases-tenant',
    'cases-bound',
    'cases-closed',
    'cases-unread',
    'payroll',
    'desk',
  ])
    ids[name] = await makeCollection(world.chroma.url, name, {
      ids: ['1'],
      embeddings: [[1, 0]],
      documents: [`write to ${secret}`],
      metadatas: [{ email: secret, tenant: 'globex', [name === 'payroll' ? hiddenField : 'open']: 'yes' }],
    });
  const ana = await world.signIn('ana');
  const decided = async (method: string, path: string, body?: unknown, more = {}): Promise<string> => {
    const response = await world.call(ana.accessToken, method, path, body, {
      'vectorgate-session': 'kernel-of-ana',
      'user-agent': 'python-httpx/0.28.1',
      ...more,
    });
    await response.arrayBuffer();
    const decision = response.headers.get('vectorgate-decision');
    assert.ok(decision !== null, path);
    return decision;
  };
  const get = (name: string, field = 'email', more = {}): Promise<string> =>
    decided(
      'POST',
      `${collections}/${ids[name]}/get`,
      {
        limit: 1,
        where: { [field]: field === 'email' ? secret : 'yes' },
        where_document: { $contains: secret },
      },
      more,
    );
  const support = { 'vectorgate-upstream': 'support.internal:8000' };
  const records: Record<Deed, string> = {
    cases: await get('cases'),
    refused: await decided('POST', `${collections}/${ids.cases}/query`, {
      query_embeddings: [[1, 0]],
      n_results: 1000,
      where: { email: secret },
    }),
    tenant: await get('cases-tenant'),
    bound: await get('cases-bound'),
    closed: await get('cases-closed'),
    payroll: await get('payroll', hiddenField),
    unread: await get('cases-unread'),
    support: await get('desk', 'email', { ...support, 'vectorgate-session': 'kernel-at-the-desk' }),
    handshake: await decided('GET', '/api/v2/version'),
    listing: await decided('GET', collections),
    'not-understood': await decided('POST', `${collections}/${ids.cases}/get`, '{"limit":1,"limit":2}'),
  };
  const auditor = await signedIn('ola');
  const sessionOf = async (record: string): Promise<string> => {
    const { body } = await auditor.ask(`/api/v1/records/${record}`);
    return (body.header as { session: string }).session;
  };
  return {
    ...world,
    records,
    sessions: { insights: await sessionOf(records.cases), support: await sessionOf(records.support) },
    auditor,
    narrow: await signedIn('rita'),
    watcher: reviewer(await world.workload('watcher')),
    observer: reviewer(await world.workload('observer')),
    nobody: await signedIn('omar'),
    service: reviewer(await world.workload('ola', { groups: ['reviewers', 'auditors-look'] })),
    reviewer,
  };
}

let address = '';

import assert from 'node:assert/strict';
import { loadPolicies } from '@vectorgate/policy-schema';
import { printQuery } from '@vectorgate/policy-schema/records-query';
import { pino } from 'pino';
import { StoreCatalogue } from '../../catalogue/store-catalogue.ts';
import { GateError } from '../../errors/gate-error.ts';
import { TestIdentity, workloadAudience } from '../../identity/testing/test-identity.ts';
import { RateLedger } from '../../pipeline/rate-ledger.ts';
import { RefusalBudget } from '../../pipeline/refusal-budget.ts';
import type { Actor } from '../../sessions/evidence/own-record.ts';
import type { RecordDraft, RecordHeader } from '../../sessions/record.ts';
import { RecordAccess } from '../../sessions/review/record-access.ts';
import { RecordLooks } from '../../sessions/review/record-looks.ts';
import { placeOf, writePlace } from '../../sessions/review/recorded-place.ts';
import type { StoredRecord } from '../../sessions/review/shown-record.ts';
import type { PlaceTest } from '../../sessions/search/record-search.ts';
import { createApi } from '../create-api.ts';
import { createMetrics } from '../metrics.ts';
import type { SessionReader, SessionSummary } from '../session-reader.ts';

const session = (id: string, subject: string): SessionSummary => ({
  id,
  who: { issuer: 'people', subject },
  connection: 'insights',
  store: 'chroma',
  started: '2026-11-21T09:00:00.000Z',
  ended: '2026-11-21T09:05:00.000Z',
  records: 1,
  refused: 1,
  masked: 0,
});
const rule = {
  policy: 'customer-insights',
  rule: 'analysts-read',
  file: 'secret-folder/customer.policy.yaml',
  line: 7,
};
const header = (id: string, of: SessionSummary): RecordHeader => ({
  v: 1,
  id,
  kind: 'outcome',
  session: of.id,
  time: of.started,
  who: { ...of.who, kind: 'person', groups: [] },
  client: { address: '127.0.0.1' },
  connection: of.connection,
  store: of.store,
  operations: [],
  decision: {
    effect: 'deny',
    code: 'limit-exceeded',
    rules: [rule],
    revision: { digest: 'd' },
    mode: 'enforce',
  },
  masked: [],
  changes: [],
  outcome: 'refused',
  sizes: { request: 2, response: 0 },
  parts: [],
});
export const ofAna = session('01JD8Z6Q4MX3V7H2K9RBT5WYCA', 'ana');
export const ofOmar = session('01JD8Z6Q4MX3V7H2K9RBT5WYCB', 'omar');
export const records: StoredRecord[] = [
  header('01JD8Z6Q4MX3V7H2K9RBT5WYC1', ofAna),
  header('01JD8Z6Q4MX3V7H2K9RBT5WYC2', ofOmar),
].map((made, i) => ({
  header: made,
  parts: {
    // The second request was not understood.
    ...(i === 0 && {
      operations: Buffer.from(
        JSON.stringify({
          operations: [
            {
              store: 'chroma',
              connection: 'insights',
              name: 'collection_query',
              classes: ['search'],
              targets: [
                {
                  tenant: { is: 'one', name: 'default_tenant' },
                  database: { is: 'one', name: 'default_database' },
                  namespace: { is: 'none' },
                  collection: { is: 'one', name: 'customer-cases' },
                },
              ],
              topK: { value: 1000, name: 'n_results', given: true },
              records: 1,
              filter: { op: 'compare', field: 'tenant', test: 'eq', value: 'a value of the data' },
              references: [],
              returns: 'all',
            },
          ],
          identity: { claims: { tenant: 'acme' }, groupsComplete: true },
        }),
      ),
    }),
    decision: Buffer.from(
      JSON.stringify({
        effect: 'deny',
        what: 'search of customer-cases refused.',
        next: 'Lower n_results.',
        operations: [{ trace: [{ rule, match: 'yes' }] }],
      }),
    ),
    request: Buffer.from('{"n_results":1000}'),
  },
}));
const policies = loadPolicies({
  files: [
    {
      path: 'customer.policy.yaml',
      text: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: customer-insights }
spec:
  rules:
    - { id: reviewers-look, effect: allow, principals: { groups: [reviewers] }, resources: { connections: [insights] }, operations: [review] }
`,
    },
  ],
});
assert.ok(policies.ok);
const policy = policies.set;
export const looks: RecordDraft[] = [];

interface Asked {
  readonly issuer: string;
  readonly subject: string;
  readonly review?: PlaceTest | undefined;
}
const isSeen = ({ issuer, subject, review }: Asked, of: RecordHeader): boolean =>
  (issuer === of.who.issuer && subject === of.who.subject) || review?.(writePlace(placeOf(of))) === true;
const headerOf = ({ id }: SessionSummary): RecordHeader =>
  records.find(({ header: { session } }) => session === id)!.header;

export const searched: string[] = [];
/** How often records were read one alone, and many together. */
export const opened = { alone: 0, pages: 0 };
/** Ids of records whose files are removed before they are read with others. */
export const removed = new Set<string>();
/** Two sessions in memory, under the reader's own contract. */
const reader: SessionReader = {
  listSessions: async (query) => ({
    sessions: [ofAna, ofOmar].filter((s) => isSeen(query, headerOf(s))).slice(0, query.limit),
    next: 'more',
  }),
  getSession: async (id, asked) =>
    [ofAna, ofOmar].find((s) => s.id === id && (asked === undefined || isSeen(asked, headerOf(s)))),
  listRecords: async (query) =>
    records.map((record) => record.header).filter((h) => h.session === query.session),
  searchRecords: async ({ whose, review, query }, { limit }) => {
    searched.push(printQuery(query));
    return {
      records: records
        .map((record) => record.header)
        .filter((h) => isSeen({ ...whose!, review }, h))
        .slice(0, limit),
      next: 'more',
    };
  },
  countFacets: async ({ whose, review }) => ({
    total: { count: records.filter(({ header }) => isSeen({ ...whose!, review }, header)).length },
    facets: [{ key: 'who', values: [{ value: 'people:ana', name: 'Ana Ruiz', count: 10_000, more: true }] }],
  }),
  getHeader: async (id) => records.find((record) => record.header.id === id)?.header,
  getRecord: async (id) => {
    opened.alone += 1;
    return records.find((record) => record.header.id === id);
  },
  readMany: (read) => {
    opened.pages += 1;
    return read(async (id) => {
      if (removed.has(id)) throw new GateError('record-removed', 'A segment was removed.');
      return records.find((record) => record.header.id === id);
    });
  },
};

/** The API over two sessions in memory, of Ana and of Omar; people sign in at a real provider. */
export class TestApi {
  world!: TestIdentity;
  recording: { ok: boolean; reason?: string } = { ok: true };
  /** Whether nothing can be recorded. */
  full = false;
  readonly tokens: Record<string, string> = {};
  readonly forgotten: [string, Actor][] = [];
  readonly metrics = createMetrics();

  async start(): Promise<void> {
    this.world = await TestIdentity.start({ custodians: { groups: ['reviewers'] } });
    this.world.app.use(
      createApi({
        configuration: this.world.configuration,
        controlUrl: this.world.controlUrl,
        dataUrl: 'http://127.0.0.1:1235',
        issuer: this.world.identity.issuer,
        verifier: this.world.identity.verifier,
        sessionEnd: this.world.identity.sessionEnd,
        policy: () => policy,
        policyStatus: () => ({
          ok: false,
          revision: { digest: 'abc' },
          loadedAt: '2026-11-21T09:00:00.000Z',
          source: 'folder',
          documents: 1,
          errors: [
            {
              file: 'a.policy.yaml',
              line: 1,
              column: 2,
              endLine: 1,
              endColumn: 3,
              code: 'unknown-key',
              severity: 'error',
              message: 'm',
              remedy: 'r',
            },
          ],
        }),
        policyFiles: () => [{ path: 'a.policy.yaml', text: 'kind: Policy' }],
        publisher: { publish: () => assert.fail(), startCanary: () => assert.fail() },
        canary: () => undefined,
        stopCanary: () => assert.fail(),
        revisions: { list: () => [], find: async () => undefined },
        serverVersion: async () => ({ version: '1.0.0', known: true }),
        fileStatus: () => [],
        recordingHealth: () => this.recording,
        reader,
        catalogue: { sources: [], stores: new StoreCatalogue(() => []) },
        policySet: () => policy,
        note: async () => {},
        exporter: { decisions: () => assert.fail(), archive: () => assert.fail(), prepare: () => {} },
        forget: async (id, actor) => {
          this.forgotten.push([id, actor]);
        },
        access: new RecordAccess({
          policy: () => policy,
          connection: () => ({ people: 'people', protocol: { remask: () => undefined } }),
          connections: ['insights'],
          people: 'people',
          now: Date.now,
        }),
        looks: new RecordLooks({
          recorder: {
            append: async (draft) => {
              if (this.full)
                throw new GateError('recording-impossible', 'The disk is full.', {
                  reason: 'the disk is full',
                });
              looks.push(draft);
            },
            sessionFor: () => '01JD8Z6Q4MX3V7H2K9RBT5WYCL',
          },
          rates: new RateLedger(),
          refusals: new RefusalBudget(2 ** 20, () => {}),
          now: Date.now,
        }),
        metrics: this.metrics,
        logger: pino({ level: 'silent' }),
      }),
    );
    for (const login of ['ana', 'rita']) this.tokens[login] = (await this.world.signIn(login)).access_token;
    this.tokens.pipeline = await this.world.ci.mintWorkloadToken({
      subject: 'ingest',
      audience: workloadAudience,
    });
  }

  async close(): Promise<void> {
    await this.metrics.close();
    await this.world.close();
  }

  /** Asks as Ana, Rita or the pipeline, by their name; with any other token; or as nobody. */
  readonly get = async (path: string, who?: string, init: RequestInit = {}) => {
    const response = await fetch(`${this.world.controlUrl}${path}`, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string> | undefined),
        ...(who !== undefined && { authorization: `Bearer ${this.tokens[who] ?? who}` }),
      },
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text.startsWith('{') ? JSON.parse(text) : undefined,
    };
  };
}

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { none, one } from '@vectorgate/policy-schema';
import type { ChromaOperation } from '../../gateway/src/protocols/chroma/chroma-operation.ts';
import { chromaOperations } from '../../gateway/src/protocols/chroma/operations.ts';
import type { RecordHeader } from '../../gateway/src/sessions/record.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import { startWorld, type World } from '../harness/world.ts';
import { tryAll } from './attack-table.ts';
import { inParallel } from './in-parallel.ts';
import { type PathForm, pathForms } from './path-forms.ts';
import { differsFrom } from './path-reading.ts';
import { converse } from './raw-http.ts';
import { headerOf } from './raw-replies.ts';
import { type StoreTap, startStoreTap } from './store-tap.ts';
import { callerLines, isQuestion, ownerPolicy } from './tapped-world.ts';

const id = '0f3cf1c8-1c5e-4f43-9d3a-0e8f5d5b7a11';
const known = { id, name: 'cases', tenant: 't-1', database: 'd-1', metadata: null, dimension: 3 };

let world: World;
let tap: StoreTap;
let token: string;
/** Answers every question with the one collection and everything else with an empty object: nothing can be destroyed. */
const store = createServer((message, reply) => {
  const path = message.url ?? '';
  const answer = /\/collections\/(by-id\/[^/]+|cases)$/.test(path)
    ? known
    : path.includes('/functions/')
      ? { attached_function: { output_collection: 'cases-out' } }
      : {};
  message.resume();
  reply.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
});

before(async () => {
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  const address = store.address();
  tap = await startStoreTap(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  world = await startWorld({ policies: { owner: ownerPolicy }, storeAddress: async () => tap.url });
  token = await world.workload('owner');
});
after(async () => {
  await world?.close();
  await tap?.close();
  store.close();
});

/** A body that the operation takes. */
const bodies: Readonly<Record<string, unknown>> = {
  create_tenant: { name: 't-2' },
  update_tenant: { resource_name: 'r' },
  create_database: { name: 'd-2' },
  create_collection: { name: 'cases-2' },
  update_collection: { new_name: 'cases-2' },
  fork_collection: { new_name: 'cases-2' },
  collection_query: { query_embeddings: [[1, 2, 3]], n_results: 1 },
  collection_get: { ids: ['a'] },
  collection_add: { ids: ['a'], embeddings: [[1, 2, 3]] },
  collection_upsert: { ids: ['a'], embeddings: [[1, 2, 3]] },
  collection_update: { ids: ['a'], embeddings: [[1, 2, 3]] },
  collection_delete: { ids: ['a'] },
  attach_function: { name: 'f', function_id: 'record_counter', output_collection: 'cases-out' },
  detach_function: {},
};

const byName = new Set(['get_collection', 'delete_collection']);

/** The one plain path of an operation. */
const plainPath = ({ id: operation, path }: ChromaOperation): string =>
  path
    .replace('{tenant}', 't-1')
    .replace('{database}', 'd-1')
    .replace('{collection}', byName.has(operation) ? 'cases' : id)
    .replace('{name}', 'f')
    .replace('{crn}', 'crn');

const attempts = chromaOperations.flatMap((operation) => pathForms.map((form) => ({ operation, form })));

interface Seen {
  readonly status: number;
  readonly decision: string | undefined;
  /** Method and target of what reached the store, but for the gate's own questions. */
  readonly forwarded: readonly string[];
}

/** Serial: what reaches the store between question and answer belongs to this attempt. */
async function attempt(operation: ChromaOperation, form: PathForm | undefined): Promise<Seen> {
  const plain = plainPath(operation);
  const [method, target] = form?.write(operation.method, plain) ?? [operation.method, plain];
  const body = operation.id in bodies ? JSON.stringify(bodies[operation.id]) : '';
  const length = operation.method === 'GET' ? '' : `Content-Length: ${body.length}\r\n`;
  const from = tap.requests.length;
  const { replies } = await converse(
    world.gateway?.dataUrl ?? '',
    `${method} ${target} HTTP/1.1\r\n${callerLines(token)}Connection: close\r\n${length}\r\n${body}`,
  );
  const reply = replies[0];
  const forwarded = tap.requests.slice(from).map((request) => `${request.method} ${request.target}`);
  return {
    status: reply?.status ?? 0,
    decision: reply === undefined ? undefined : headerOf(reply.head, 'vectorgate-decision'),
    // A question is what was asked for when that is the operation itself; then it goes twice.
    forwarded: [
      ...new Set(
        forwarded.filter(
          (line, index) =>
            line === `${operation.method} ${plain}` || !isQuestion(tap.requests[from + index]!),
        ),
      ),
    ],
  };
}

test('invariant 1: every form of the path of every operation', async (context) => {
  const plain = new Map<string, Seen>();
  for (const operation of chromaOperations) plain.set(operation.id, await attempt(operation, undefined));
  const seen = await inParallel(1, attempts, ({ operation, form }) => attempt(operation, form));
  await world.gateway?.close();
  const records = new Map(
    (await readAllHeaders(world.configurationFile)).map((record) => [record.id, record] as const),
  );
  const decidedOn = (decision: string | undefined): Pick<RecordHeader, 'operations'>['operations'] =>
    records.get(decision ?? '')?.operations ?? [];

  // The control: in its plain form every operation that is read at all reaches the store, as itself.
  for (const operation of chromaOperations) {
    const { forwarded, decision } = plain.get(operation.id)!;
    const read = typeof operation.judge === 'function';
    const line = `${operation.method} ${plainPath(operation)}`;
    assert.equal(decidedOn(decision)[0]?.name, read ? operation.id : undefined);
    // Collections are counted by listing them, as no more may be counted than may be seen.
    const expected = operation.id === 'count_collections' ? line.replace('_count', '') : line;
    assert.deepEqual(forwarded, read ? [expected] : [], line);
  }

  const outcomes = attempts.map(({ operation, form }, index) => {
    const { status, decision, forwarded } = seen[index]!;
    const wrong = forwarded.flatMap((line) => {
      const [asMethod, asTarget] = line.split(' ');
      const nameOf = (text: string): string => (text === id ? known.name : text);
      const difference = differsFrom(decidedOn(decision)[0], asMethod!, asTarget!, nameOf);
      return difference === undefined ? [] : [`${operation.id}: ${line}: ${difference}`];
    });
    if (forwarded.length > 1) wrong.push(`${operation.id}: ${forwarded.length} requests reached the store`);
    const kind = forwarded.length > 0 ? 'forwarded as what it was decided on' : `${status || 'closed'}`;
    return { form, wrong, kind };
  });
  assert.deepEqual(tap.faults, []);
  await tryAll(
    context,
    'Paths: each form on every operation; none is decided on as one thing and forwarded as another',
    pathForms.map((form) => {
      const own = outcomes.filter((outcome) => outcome.form === form);
      const wrong = own.flatMap((outcome) => outcome.wrong);
      const kinds = Map.groupBy(own, ({ kind }) => kind);
      const sum = [...kinds].map(([kind, { length }]) => `${length} × ${kind}`).join(', ');
      return {
        name: form.name,
        run: async () => ({ passed: wrong.length > 0, seen: wrong.length > 0 ? wrong.join('; ') : sum }),
      };
    }),
  );
  const { length: passed } = outcomes.filter(({ wrong }) => wrong.length > 0);
  context.diagnostic(
    `${pathForms.length} forms of ${chromaOperations.length} operations: ${attempts.length} tried, ${passed} passed`,
  );
});

test('the table would notice a decision on one thing and a request for another', () => {
  const decided = {
    name: 'get_tenant',
    classes: ['meta'],
    targets: [{ tenant: one('t-1'), database: none, namespace: none, collection: none }],
  };
  const nameOf = (text: string): string => text;
  assert.equal(differsFrom(decided, 'GET', '/api/v2/tenants/t-1', nameOf), undefined);
  assert.match(differsFrom(decided, 'GET', '/api/v2/tenants/t-2', nameOf) ?? '', /decided on tenant t-1/);
  assert.match(differsFrom(decided, 'PATCH', '/api/v2/tenants/t-1', nameOf) ?? '', /reads update_tenant/);
  assert.match(differsFrom(decided, 'GET', '/api/v2/tenants/t-1/databases', nameOf) ?? '', /list_databases/);
  assert.match(differsFrom(undefined, 'GET', '/api/v2/tenants/t-1', nameOf) ?? '', /nothing was decided/);
});

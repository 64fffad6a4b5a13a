import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { MaskObligation, Operation } from '@vectorgate/policy-schema';
import type { HttpRequest } from '../engines/http/http-message.ts';
import { Refusal, type RefusalKind } from '../pipeline/refusal.ts';
import type { StoreOperation } from './store-operation.ts';
import { type StoreName, storeNames, stores } from './stores.ts';

/* What every store's folder does alike; what is the store's own stands in its own tests. */

const keys = { hash: new Uint8Array(32), token: new Uint8Array(32) };
const nothing = new Uint8Array();
const decision = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
const everything: readonly MaskObligation[] = [
  {
    fields: { all: true, except: [] },
    method: 'redact',
    filterable: false,
    rule: { policy: 'tested', rule: 'everything', file: 'tested.policy.yaml', line: 1 },
  },
];
/** What an empty store answers when the gate asks something before it reads a request. */
const answers: Partial<Record<StoreName, string>> = { qdrant: '{"result":{"aliases":[]}}' };
/** Clients send a request again by themselves after these. */
const retried = new Set([408, 425, 429, 500, 502, 504]);
/** Classes of requests that name fields, and so are read to the last member. */
const read = new Set(['search', 'fetch', 'scan', 'aggregate', 'upsert', 'update', 'delete']);

const request = (method: string, path: readonly string[], more: Partial<HttpRequest> = {}): HttpRequest => ({
  method,
  path,
  query: [],
  headers: {},
  body: nothing,
  ...more,
});

async function tableOf(name: string): Promise<readonly StoreOperation[]> {
  const exported = (await import(`./${name}/operations.ts`)) as Record<string, unknown>;
  const lines = exported[`${name}Operations`];
  assert.ok(Array.isArray(lines), `${name}/operations.ts exports the table as ${name}Operations`);
  return lines;
}

for (const name of storeNames) {
  suite(`contract: ${name}`, () => {
    const protocol = stores[name].protocol({ maskKeys: keys });
    const judge = (asked: HttpRequest): Promise<unknown> =>
      protocol.judge(asked, {
        connection: 'tested',
        enforced: true,
        memory: new Map(),
        ask: async () => ({ status: 200, headers: {}, body: Buffer.from(answers[name] ?? '') }),
      });
    const refused = (what: string, asked: HttpRequest): Promise<void> =>
      assert.rejects(
        judge(asked),
        (error) => error instanceof Refusal && error.kind === 'unreadable',
        `${what} of ${asked.method} /${asked.path.join('/')} is refused as unreadable`,
      );

    test('it goes by one name, and finds no key where there is none', () => {
      assert.equal(protocol.store, name);
      assert.equal(protocol.presentedKey(request('GET', [])), undefined);
    });

    test('lines of its table are unique and classified', async () => {
      const lines = await tableOf(name);
      const places = lines.map(({ method, path }) => `${method} ${path.replace(/\{[^}]+\}/g, '{}')}`);
      assert.equal(new Set(places).size, places.length, 'no two lines are one place');
      assert.equal(new Set(lines.map(({ id }) => id)).size, lines.length, 'no two lines have one name');
      for (const { id, classes } of lines) assert.ok(classes.length > 0, `${id} has a class`);
    });

    test('what is not in its table is refused', async () => {
      for (const path of [['no-such-place'], Array.from({ length: 12 }, () => 'x')])
        for (const method of ['GET', 'POST', 'TRACE', 'PROPFIND'])
          await refused('a request', request(method, path));
      for (const { path } of await tableOf(name))
        await refused('another method', request('TRACE', segmentsOf(path)));
    });

    test('parameters and fields that are not known are refused, and bodies that two readers would read differently', async () => {
      for (const { method, path, classes, judge: reader } of await tableOf(name)) {
        if (typeof reader !== 'function') continue;
        const asked = request(method, segmentsOf(path));
        await refused('a parameter', { ...asked, query: [['no-such-parameter', '1']] });
        if (method === 'GET' || !classes.some((one) => read.has(one))) continue;
        const headers = { 'content-type': 'application/json' };
        for (const [what, body] of [
          ['a field', '{"no-such-field":1}'],
          ['a key twice', '{"filter":{},"filter":null}'],
          ['no object', '[]'],
          ['what follows the value', '{} {}'],
          ['no JSON', 'x'],
        ] as const)
          await refused(what, { ...asked, headers, body: Buffer.from(body) });
        await refused('another type', {
          ...asked,
          headers: { 'content-type': 'text/plain' },
          body: Buffer.from('{}'),
        });
      }
    });

    test('a refusal says what, why and by which decision, and no client tries again', () => {
      const kinds: Readonly<Record<RefusalKind, true>> = {
        unauthenticated: true,
        forbidden: true,
        unreadable: true,
        'not-found': true,
        unavailable: true,
      };
      for (const kind of Object.keys(kinds) as RefusalKind[]) {
        const refusal = new Refusal(kind, 'tested', 'search of cases was refused.', 'Ask somebody.');
        for (const asked of [undefined, request('GET', [])]) {
          const { status, body } = protocol.refuse(refusal, decision, asked);
          const text = Buffer.from(body).toString();
          assert.ok(status >= 400 && !retried.has(status), `${kind}: ${status} is not tried again`);
          for (const part of ['VectorGate: search of cases was refused.', decision])
            assert.ok(text.includes(part), `${kind}: "${part}" stands in ${text}`);
        }
        const doubtful = protocol.refuse(refusal.inDoubt(), decision, undefined);
        assert.match(Buffer.from(doubtful.body).toString(), /change may have been made/, kind);
      }
    });

    test('a recorded answer is masked again, or withheld', async () => {
      const body = Buffer.from('{"x":"secret"}');
      const operation = (id: string): Operation => ({
        store: name,
        connection: 'tested',
        name: id,
        classes: ['scan'],
        targets: [],
        records: 1,
        references: [],
        returns: 'all',
      });
      for (const { id } of await tableOf(name)) {
        assert.deepEqual(protocol.remask([operation(id)], 200, body, []), body, `${id}: nothing binds it`);
        for (const [status, recorded] of [
          [200, Buffer.from('"secret')],
          // Other types than the operation's answer has: recorded while nothing bound it.
          ...oddAnswers.map((odd) => [200, Buffer.from(JSON.stringify(odd))] as const),
          [400, body],
        ] as const) {
          const again = protocol.remask([operation(id)], status, recorded, everything);
          assert.doesNotMatch(Buffer.from(again ?? nothing).toString(), /secret/, `${id}, ${status}`);
        }
      }
      for (const unknown of [['no such operation'], ['toString'], []])
        assert.equal(protocol.remask(unknown.map(operation), 200, body, everything), undefined);
      const [first, second] = await tableOf(name);
      const several = [operation(first!.id), operation(second!.id)];
      assert.equal(protocol.remask(several, 200, body, everything), undefined);
    });
  });
}

const oddAnswers = [
  'secret',
  ['secret'],
  { ids: 'secret' },
  { ids: [['a']], documents: 'secret', metadatas: [['secret']] },
  { result: 'secret' },
  { result: ['secret', { payload: 'secret' }] },
  { result: { points: 'secret', groups: [{ hits: 'secret' }] } },
];

/** A path of a line, with a name in each place that holds one. */
function segmentsOf(path: string): readonly string[] {
  return path === '/'
    ? []
    : path
        .slice(1)
        .replace(/\{[^}]+\}/g, 'cases')
        .split('/');
}

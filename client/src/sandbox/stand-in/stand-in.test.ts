import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { create, toBinary } from '@bufbuild/protobuf';
import { CountPointsSchema } from '@qdrant/js-client-grpc';
import { messagePrefix } from '@vectorgate/store-messages/grpc';
import fc from 'fast-check';
import { jsonAnswer } from '../answers/http-answer.ts';
import { CallBody } from '../body/call-body.ts';
import { Recording } from '../recording.ts';
import { SandboxTally } from '../sandbox-tally.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

const recording = new Recording([
  {
    number: 1,
    id: '01JD8Z6Q4MX3V7H2K9RBT5WYCN',
    connection: 'vectors',
    store: 'qdrant',
    asked: 'count_points cases',
    changes: false,
    name: 'qdrant.internal:6333',
    line: { method: 'POST', target: '/collections/cases/points/count' },
    body: new CallBody(Buffer.from('{"exact":true}')),
    answer: jsonAnswer(200, { result: { count: 2 } }),
    notice: 'email removed',
  },
  {
    number: 2,
    id: '01JD8Z6Q4MX3V7H2K9RBT5WYCP',
    connection: 'vectors',
    store: 'qdrant',
    asked: 'count_points cases',
    changes: false,
    name: 'qdrant.internal:6334',
    line: { method: 'gRPC', target: '/qdrant.Points/Count?collection_name=cases' },
    body: new CallBody(Buffer.from('{"exact":true}')),
    answer: { status: 0, details: '', message: Uint8Array.of(10, 2, 8, 2) },
  },
  ...[
    { id: '01JD8Z6Q4MX3V7H2K9RBT5WYCQ', answer: jsonAnswer(42, {}) },
    { id: 'a\r\nb: c', answer: jsonAnswer(200, {}) },
    { id: '01JD8Z6Q4MX3V7H2K9RBT5WYCR', answer: jsonAnswer(200, {}), notice: '\ud800' },
  ].map((one, at) => ({
    number: 3 + at,
    connection: 'vectors',
    store: 'qdrant',
    asked: 'list_collections',
    changes: false,
    name: 'qdrant.internal:6333',
    line: { method: 'GET', target: `/hostile/${at}` },
    body: new CallBody(new Uint8Array()),
    ...one,
  })),
  {
    number: 6,
    id: 'a\r\nb: c',
    connection: 'vectors',
    store: 'qdrant',
    asked: 'count_points cases',
    changes: false,
    name: 'qdrant.internal:6334',
    line: { method: 'gRPC', target: '/qdrant.Points/Count?collection_name=hostile' },
    body: new CallBody(Buffer.from('{"exact":true}')),
    answer: { status: 0, details: '', message: Uint8Array.of(10, 2, 8, 2) },
  },
]);
const tally = new SandboxTally();
let standIn: StandIn;
before(async () => {
  const vectors = { connection: 'vectors', store: 'qdrant' };
  const names = new Map([
    ['qdrant.internal:6333', vectors],
    ['qdrant.internal:6334', vectors],
    ['chroma.internal:8000', { connection: 'insights', store: 'chroma' }],
  ]);
  standIn = await startStandIn({ recording, names, tally });
});
after(() => standIn.close());

const ask = (
  path: string,
  { method = 'POST', body, ...headers }: Readonly<Record<string, string>> = {},
): Promise<Response> =>
  fetch(`${standIn.url}${path}`, {
    method,
    headers: {
      'vectorgate-upstream': 'Qdrant.internal:6333',
      'vectorgate-token': standIn.key,
      ...headers,
    },
    ...(body !== undefined && { body }),
  });

test('a recorded call is answered to the byte, with its decision and what was told beside it', async () => {
  const answer = await ask('/collections/cases/points/count', { body: '{ "exact": true }' });
  assert.deepEqual(
    [answer.status, answer.headers.get('content-type'), await answer.text()],
    [200, 'application/json', '{"result":{"count":2}}'],
  );
  assert.equal(answer.headers.get('vectorgate-decision'), '01JD8Z6Q4MX3V7H2K9RBT5WYCN');
  assert.equal(
    decodeURIComponent(answer.headers.get('vectorgate-notice') ?? ''),
    'email removed. Decision 01JD8Z6Q4MX3V7H2K9RBT5WYCN.',
  );
});

test('any other call is refused in the store’s own shape', async () => {
  const answer = await ask('/collections/cases/points/count', { body: '{"exact":false}' });
  assert.deepEqual(
    [answer.status, await answer.json()],
    [
      403,
      {
        status: {
          error:
            'VectorGate: not in the recording: closest is step 1 (count_points cases), which differs in exact. A sandbox asks no store.',
        },
      },
    ],
  );
  assert.equal((await ask('/x', { 'content-encoding': 'gzip', body: 'x' })).status, 403);
  assert.deepEqual(
    tally.report(recording).notRecorded.map(({ call }) => call),
    ['POST /collections/cases/points/count', 'POST /x'],
  );
});

test('whoever has no key, and names that are not held, get nothing', async () => {
  for (const key of ['', 'x', `${standIn.key}x`])
    assert.equal((await ask('/collections/cases/points/count', { 'vectorgate-token': key })).status, 401);
  const other = await ask('/', { 'vectorgate-upstream': 'other.internal:1' });
  assert.deepEqual(
    [other.status, await other.json()],
    [
      421,
      { error: 'unknown-connection', message: 'VectorGate: the sandbox holds no store under this name.' },
    ],
  );
});

interface Called {
  readonly status: string | undefined;
  readonly text: string;
  readonly trailers: Readonly<Record<string, unknown>>;
  readonly message?: Uint8Array;
}

/** Calls the stand-in over gRPC with one message. */
async function call(
  path: string,
  message: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  body = Buffer.concat([messagePrefix(message.length), message]),
): Promise<Called> {
  const session = connectHttp2(standIn.url);
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
    'vectorgate-upstream': 'Qdrant.internal:6334',
    'vectorgate-token': standIn.key,
    ...headers,
  });
  const pieces: Buffer[] = [];
  const trailers: Record<string, unknown> = {};
  stream.on('response', (head) => Object.assign(trailers, head));
  stream.on('trailers', (more) => Object.assign(trailers, more));
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  stream.end(body);
  await once(stream, 'close');
  session.destroy();
  const all = Buffer.concat(pieces);
  return {
    status: trailers['grpc-status'] as string | undefined,
    text: decodeURIComponent(String(trailers['grpc-message'] ?? '')),
    trailers,
    ...(all.length > 0 && { message: all.subarray(5) }),
  };
}

const count = (exact: boolean): Uint8Array =>
  toBinary(CountPointsSchema, create(CountPointsSchema, { collectionName: 'cases', exact }));

test('a recorded call over gRPC gets its message, with its decision and what was told beside it', async () => {
  const plain = await call('/qdrant.Points/Count', count(true));
  assert.deepEqual([plain.status, plain.message], ['0', Buffer.from([10, 2, 8, 2])]);
  assert.equal(plain.trailers['vectorgate-decision'], '01JD8Z6Q4MX3V7H2K9RBT5WYCP');
  const packed = gzipSync(count(true));
  const prefix = messagePrefix(packed.length);
  prefix[0] = 1;
  const again = await call(
    '/qdrant.Points/Count',
    packed,
    { 'grpc-encoding': 'gzip' },
    Buffer.concat([prefix, packed]),
  );
  assert.deepEqual([again.status, again.message], ['0', plain.message]);
});

test('any other call over gRPC is refused by a status that no client retries', async () => {
  const other = await call('/qdrant.Points/Count', count(false));
  assert.deepEqual(
    [other.status, other.text, other.message],
    [
      '7',
      'VectorGate: not in the recording: closest is step 2 (count_points cases), which differs in exact.\nA sandbox asks no store.',
      undefined,
    ],
  );
  const refusals: readonly (readonly [Promise<Called>, string, RegExp])[] = [
    [call('/qdrant.Points/Nothing', count(true)), '7', /names no method of Qdrant’s that the gate knows/],
    [call('/qdrant.Points/Count', Buffer.from([255])), '7', /the gate cannot read it: /],
    [call('/qdrant.Points/Count', count(true), {}, Buffer.alloc(4)), '7', /it is not one message/],
    [
      call('/qdrant.Points/Count', count(true), {}, Buffer.from([1, 0, 0, 0, 0])),
      '7',
      /compressed by a way that no gateway takes/,
    ],
    [
      call('/qdrant.Points/Count', count(true), { 'vectorgate-token': 'x' }),
      '16',
      /answers only to the program that it was started for/,
    ],
    [
      call('/qdrant.Points/Count', count(true), { 'vectorgate-upstream': 'other.internal:1' }),
      '3',
      /holds no store under this name/,
    ],
    [
      call('/a.B/C', count(true), { 'vectorgate-upstream': 'chroma.internal:8000' }),
      '12',
      /chroma is not known to speak gRPC/,
    ],
  ];
  for (const [made, status, text] of refusals) {
    const said = await made;
    assert.equal(said.status, status, said.text);
    assert.match(said.text, text);
  }
  const [, ...calls] = tally.report(recording).notRecorded.slice(2);
  assert.deepEqual(
    calls.map((one) => one.call),
    [
      'gRPC /qdrant.Points/Nothing',
      'gRPC /qdrant.Points/Count',
      'gRPC /qdrant.Points/Count',
      'gRPC /qdrant.Points/Count',
      'gRPC /a.B/C',
    ],
  );
});

test('an answer that cannot be sent ends its own call alone', async () => {
  for (const at of [0, 1]) await assert.rejects(ask(`/hostile/${at}`, { method: 'GET' }));
  assert.equal((await ask('/hostile/2', { method: 'GET' })).status, 200);
  const hostile = toBinary(
    CountPointsSchema,
    create(CountPointsSchema, { collectionName: 'hostile', exact: true }),
  );
  await call('/qdrant.Points/Count', hostile).catch(() => undefined);
  assert.equal((await call('/qdrant.Points/Count', count(true))).status, '0');
});

test('whatever it is sent, no connection leaves it', async () => {
  let opened = 0;
  const count = (): void => {
    opened += 1;
  };
  diagnostics.subscribe('net.client.socket', count);
  let mine = 0;
  const port = Number(new URL(standIn.url).port);
  const send = async (bytes: Buffer): Promise<void> => {
    mine += 1;
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => {});
    socket.end(bytes);
    socket.resume();
    await once(socket, 'close');
  };
  const line = fc.constantFrom(
    'POST /collections/cases/points/count',
    'GET http://example.com/',
    'CONNECT example.com:443',
    'PUT //example.com/a',
    'GET /..%2f?url=http://example.com',
    'PRI *',
  );
  const head = fc.constantFrom(
    'vectorgate-upstream: qdrant.internal:6333',
    'vectorgate-upstream: example.com:80',
    'host: example.com',
    'expect: 100-continue',
    'upgrade: websocket',
    'forwarded: host=example.com',
    'connection: upgrade',
  );
  try {
    await fc.assert(
      fc.asyncProperty(
        line,
        fc.subarray(['content-length: 2', 'transfer-encoding: chunked']),
        fc.array(head),
        fc.uint8Array({ maxLength: 40 }),
        (first, length, heads, body) =>
          send(
            Buffer.concat([
              Buffer.from(
                `${first} HTTP/1.1\r\nvectorgate-token: ${standIn.key}\r\n${[...length, ...heads].map((one) => `${one}\r\n`).join('')}\r\n`,
              ),
              body,
            ]),
          ),
      ),
      { numRuns: 200 },
    );
  } finally {
    diagnostics.unsubscribe('net.client.socket', count);
  }
  assert.ok(mine >= 200);
  assert.equal(opened, mine);
});

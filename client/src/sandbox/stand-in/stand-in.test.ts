import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
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
]);
const tally = new SandboxTally();
let standIn: StandIn;
before(async () => {
  const vectors = { connection: 'vectors', store: 'qdrant' };
  const names = new Map([['qdrant.internal:6333', vectors]]);
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

test('a call over gRPC is told why it has no answer', async () => {
  const session = connectHttp2(standIn.url);
  const call = session.request({
    ':method': 'POST',
    ':path': '/qdrant.Points/Search',
    'content-type': 'application/grpc',
    'vectorgate-token': standIn.key,
  });
  call.end(Buffer.alloc(5));
  const [headers] = (await once(call, 'response')) as [Record<string, string>];
  assert.equal(headers['grpc-status'], '12');
  assert.match(headers['grpc-message'] ?? '', /^VectorGate: not in the recording: calls over gRPC/);
  session.destroy();
  assert.equal(tally.report(recording).notRecorded.at(-1)?.call, 'gRPC /qdrant.Points/Search');
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

import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { pino } from 'pino';
import { recordFolders } from '../record-folders.ts';
import { openTestRecorder } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { OtlpSink } from './otlp-sink.ts';
import { RecordStream } from './record-stream.ts';

const protobuf = 'application/x-protobuf';
/** A field of a Protobuf message that is a message or a text. */
const field = (number: number, value: Buffer | string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
};

async function serve(t: TestContext, answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/logs`;
}

const send = (url: string, patience = 8_000): Promise<void> =>
  new OtlpSink({ url, headers: {}, patience }).send([], new AbortController().signal);

const taken: readonly [number, string, string | Buffer][] = [
  [200, protobuf, ''],
  [200, protobuf, field(1, Buffer.concat([Buffer.from([0x08, 0x00]), field(2, 'a warning')]))],
  [200, 'application/json; charset=utf-8', '{"partialSuccess":{}}'],
  [204, '', ''],
];
const refused: readonly [number, string, string | Buffer, string, RegExp][] = [
  [400, protobuf, field(2, 'bad\ndata'), 'stream-refused', /answered 400: bad data$/],
  [413, 'text/plain', 'too large', 'stream-refused', /answered 413: too large$/],
  [413, '', 'x'.repeat(9_999), 'stream-refused', /: x{300}…$/],
  [401, 'application/json', '{"error":"who?"}', 'stream', /answered 401: \{"error":"who\?"\}$/],
  [503, '', '', 'stream', /answered 503$/],
  [302, '', '', 'stream', /answered 302$/],
  [
    200,
    protobuf,
    field(1, Buffer.concat([Buffer.from([0x08, 0x02]), field(2, 'too old')])),
    'stream-refused',
    /answered 200 and rejected 2 of the records: too old$/,
  ],
  [
    200,
    'application/json',
    '{"partialSuccess":{"rejectedLogRecords":"3"}}',
    'stream-refused',
    /rejected 3 of the records$/,
  ],
  [200, protobuf, '\x0a\x7f', 'stream', /cannot be read/],
  [200, 'application/json', '{', 'stream', /cannot be read/],
  [200, 'text/html', '<p>Sign in', 'stream', /web page/],
];

test('what the collector took and what it did not is told apart, with its status and its words', async (t) => {
  let next: readonly [number, string, string | Buffer] = taken[0]!;
  const url = await serve(t, (response) => {
    const [status, type, body] = next;
    response.writeHead(status, { location: '/elsewhere', ...(type !== '' && { 'content-type': type }) });
    response.end(body);
  });
  for (const one of taken) {
    next = one;
    await send(url);
  }
  for (const [status, type, body, code, message] of refused) {
    next = [status, type, body];
    await assert.rejects(send(url), { code, message }, `${status} ${type}`);
  }
});

test('a collector that is silent, or not there, is told so', async (t) => {
  const url = await serve(t, () => undefined);
  await assert.rejects(send(url, 100), { code: 'stream', message: /did not answer within 0.1 s/ });
  await assert.rejects(send('http://127.0.0.1:1/v1/logs'), {
    code: 'stream',
    message: /cannot be reached: .*ECONNREFUSED/,
  });
});

test('a stream that closes does not wait for a silent collector', async (t) => {
  let asked = (): void => undefined;
  const wasAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const url = await serve(t, () => asked());
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, {});
  t.after(() => recorder.close());
  const stream = await RecordStream.open({
    follower: recorder.follow(),
    sink: new OtlpSink({ url, headers: {}, patience: 600_000 }),
    resource: resourceFromAttributes({}),
    file: recordFolders(folder).stream,
    every: 5,
    logger: pino({ level: 'silent' }),
  });
  await recorder.append(draftOf(testUlid(1), { session: testUlid(1000) }));
  stream.start();
  await wasAsked;
  await stream.close();
  assert.deepEqual(stream.health(), { ok: true, behind: 1 });
});

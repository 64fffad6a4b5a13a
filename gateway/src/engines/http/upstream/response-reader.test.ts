import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResponse } from '../http-message.ts';
import { BodyMemory } from './body-memory.ts';
import { ResponseReader } from './response-reader.ts';

interface Read {
  readonly response: HttpResponse;
  readonly keepAlive: boolean;
  /** Bytes behind the response. */
  readonly surplus: number;
}

/** Reads a text that comes in pieces of `size` bytes; undefined when the response is not whole yet. */
function read(text: string, size: number, method = 'POST', limit = 1000): Read | undefined {
  const reader = new ResponseReader(method, limit);
  const bytes = Buffer.from(text, 'latin1');
  // One buffer for every read, as the connection has it: what is kept must be a copy.
  const shared = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(shared, 0, at, at + size);
    const used = reader.read(shared.subarray(0, length));
    if (reader.done)
      return {
        response: reader.response(),
        keepAlive: reader.keepAlive,
        surplus: bytes.length - at - used,
      };
    assert.equal(used, length);
  }
  return undefined;
}

const sizes = [1, 2, 3, 7, 64, 4096];

test('a response is the same however its bytes arrive', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A:  b \t\r\n\r\nhello', 'POST', 'hello'],
    ['HTTP/1.1 200\r\ncontent-length: 5\r\n\r\nhello', 'POST', 'hello'],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nhel\r\n00000002\r\nlo\r\n0\r\n\r\n',
      'POST',
      'hello',
    ],
    [
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nok',
      'POST',
      'ok',
    ],
    ['HTTP/1.1 204 No Content\r\n\r\n', 'DELETE', ''],
    ['HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 'POST', ''],
    ['HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n', 'HEAD', ''],
  ];
  for (const [text, method, body] of table) {
    for (const size of sizes) {
      const whole = read(text, size, method);
      assert.equal(Buffer.from(whole!.response.body).toString(), body, `${text} by ${size}`);
      assert.equal(whole!.keepAlive, true);
      assert.equal(whole!.surplus, 0);
      assert.equal(read(text.slice(0, -1), size, method), undefined, `${text} by ${size}, one byte short`);
      assert.equal(read(`${text}HTTP/1.1 200 OK\r\n\r\n`, 4096, method)!.surplus, 19);
    }
  }
  assert.deepEqual({ ...read(table[0]![0], 3)!.response.headers }, { 'content-length': '5', 'x-a': 'b' });
});

test('what two readers could read differently is no response', () => {
  const heads = [
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 5',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntransfer-encoding: identity',
    'HTTP/1.1 200 OK\r\ncontent-length: +5',
    'HTTP/1.1 200 OK\r\ncontent-length: 5, 5',
    'HTTP/1.1 200 OK\r\ncontent-length: 0x5',
    'HTTP/1.1 200 OK\r\ncontent-length : 5',
    'HTTP/1.1 200 OK\r\nx: a\r\n folded\r\ncontent-length: 5',
    'HTTP/1.1 200 OK\r\nx: a\nb: c\r\ncontent-length: 5',
    'HTTP/1.1 200 OK\r\nx: a\rb\r\ncontent-length: 5',
    'HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 5',
    'HTTP/1.1 200 OK\r\n: a\r\ncontent-length: 5',
    'HTTP/1.1 200 OK\ncontent-length: 5',
    'HTTP/1.1 20 OK\r\ncontent-length: 5',
    'HTTP/2 200 OK\r\ncontent-length: 5',
    'ICY 200 OK\r\ncontent-length: 5',
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: x',
  ];
  for (const head of heads)
    for (const size of sizes)
      assert.throws(() => read(`${head}\r\n\r\nhello`, size), { code: 'answer-malformed' }, head);
  const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
  for (const body of [
    '5;a=b\r\nhello\r\n0\r\n\r\n',
    '5\nhello\r\n0\r\n\r\n',
    '5\r\nhello0\r\n\r\n',
    '4\r\nhello\r\n0\r\n\r\n',
    ' 5\r\nhello\r\n0\r\n\r\n',
    '\r\nhello\r\n0\r\n\r\n',
    '-5\r\nhello\r\n0\r\n\r\n',
    '000000005\r\nhello\r\n0\r\n\r\n',
    '0\r\nx: y\r\n\r\n',
  ])
    for (const size of sizes)
      assert.throws(() => read(chunked + body, size), { code: 'answer-malformed' }, body);
});

test('no more than the limit is kept, told or untold', () => {
  for (const text of [
    'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\nabcdef',
    'HTTP/1.1 200 OK\r\n\r\nabcdef',
  ])
    for (const size of sizes) assert.throws(() => read(text, size, 'POST', 5), { code: 'answer-too-large' });
  const longHead = `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(70_000)}`;
  assert.throws(() => read(longHead, 4096), { code: 'answer-malformed' });
});

test('a body without a length ends with the connection, any other must be whole by then', () => {
  const open = new ResponseReader('POST', 100);
  open.read(Buffer.from('HTTP/1.0 200 OK\r\n\r\nhello'));
  assert.equal(open.done, false);
  open.close();
  assert.equal(Buffer.from(open.response().body).toString(), 'hello');
  assert.equal(open.keepAlive, false);
  for (const text of [
    '',
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhell',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n',
  ]) {
    const reader = new ResponseReader('POST', 100);
    reader.read(Buffer.from(text));
    assert.throws(() => reader.close(), { code: 'answer-truncated' }, text);
  }
});

test('a store that will close the connection is believed', () => {
  for (const head of ['HTTP/1.1 200 OK\r\nconnection: close', 'HTTP/1.0 200 OK'])
    assert.equal(read(`${head}\r\ncontent-length: 0\r\n\r\n`, 64)!.keepAlive, false);
});

test('a long body is read to its place, and a byte behind it is seen', () => {
  const memory = new BodyMemory();
  for (const [length, surplus, first] of [
    [200_000, 0, 100],
    [200_000, 1, 100],
    [150_000, 0, 30_000],
    [150_000, 3, 149_999],
    [300_000, 0, 1],
  ] as const) {
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`;
    const body = Buffer.alloc(length, `${length} bytes of ${first} `);
    const sent = Buffer.concat([Buffer.from(head), body, Buffer.alloc(surplus, 'X')]);
    const reader = new ResponseReader('POST', 1_000_000, memory);
    const scratch = Buffer.alloc(64 * 1024);
    let at = 0;
    let used = 0;
    let got = 0;
    let toPlace = 0;
    while (!reader.done) {
      const room = reader.room();
      const target = room ?? scratch;
      // As a connection reads: at first as much as `first` says, later as much as there is and fits.
      got = sent.copy(
        target,
        0,
        at,
        Math.min(sent.length, at + (at === 0 ? head.length + first : target.length)),
      );
      if (room !== undefined) toPlace += got;
      used = reader.read(target.subarray(0, got));
      at += got;
    }
    assert.ok(toPlace > 0 || length - first < 64 * 1024);
    const { body: read, release } = reader.response();
    assert.ok(body.equals(read));
    // Surplus in the same read is told at once; what has not come yet is for the connection to see.
    assert.equal(got - used, at - head.length - length);
    if (surplus > 0) assert.ok(got - used > 0);
    assert.equal(reader.room(), undefined);
    // Twice is once: the memory must not serve two.
    release?.();
    release?.();
    const [one, two] = [memory.take(length + 1), memory.take(length + 1)];
    assert.notEqual(one.buffer, two.buffer);
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonNode } from './json-node.ts';
import { JsonReadError } from './json-read-error.ts';
import { plainValue } from './plain-value.ts';
import { readJson } from './read-json.ts';
import { stringText } from './string-text.ts';

const code = (body: string | Uint8Array, vectors?: string): string => {
  try {
    readJson(typeof body === 'string' ? Buffer.from(body) : body, {
      ...(vectors !== undefined && { vectors: new Set([vectors]) }),
    });
    return 'read';
  } catch (error) {
    assert.ok(error instanceof JsonReadError);
    return error.code;
  }
};

test('bodies that two readers read differently are refused, each with its reason', () => {
  const bodies: readonly (readonly [string | Uint8Array, string])[] = [
    ['{"limit":1,"limit":1000}', 'json-duplicate-key'],
    ['{"limit":1,"l\\u0069mit":1000}', 'json-duplicate-key'],
    ['{"a":{"b":[{"x":1,"\\u0078":2}]}}', 'json-duplicate-key'],
    ['{"limit":1}{"limit":1000}', 'json-trailing-data'],
    ['{"limit":1} x', 'json-trailing-data'],
    ['{"limit":1}\u0000', 'json-trailing-data'],
    ['\ufeff{"limit":1}', 'json-byte-order-mark'],
    [Buffer.from('{"limit":1000}', 'utf16le'), 'json-syntax'],
    [Buffer.from([0xff, 0xfe, 0x7b, 0x00]), 'json-encoding'],
    [Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'json-encoding'],
    [Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'json-encoding'],
    [Buffer.from([0x22, 0xc0, 0x80, 0x22]), 'json-encoding'],
    ['"\\ud800"', 'json-surrogate'],
    ['"\\udc00\\ud800"', 'json-surrogate'],
    ['{"\\ud800":1}', 'json-surrogate'],
    ['"a\u0001b"', 'json-control-character'],
    ['"a\nb"', 'json-control-character'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'json-depth'],
    [`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, 'json-depth'],
    ['['.repeat(100_000), 'json-depth'],
    ['', 'json-empty'],
    [' ', 'json-syntax'],
    ['{"a":1,}', 'json-syntax'],
    ['[1,]', 'json-syntax'],
    ['[1,2', 'json-syntax'],
    ['[,1]', 'json-syntax'],
    ['{"a" 1}', 'json-syntax'],
    ['{a:1}', 'json-syntax'],
    ["{'a':1}", 'json-syntax'],
    ['// x\n1', 'json-syntax'],
    ['NaN', 'json-syntax'],
    ['[Infinity]', 'json-syntax'],
    ['01', 'json-syntax'],
    ['-', 'json-syntax'],
    ['+1', 'json-syntax'],
    ['.5', 'json-syntax'],
    ['1.', 'json-syntax'],
    ['1e', 'json-syntax'],
    ['0x10', 'json-trailing-data'],
    ['[1,02]', 'json-syntax'],
    ['tru', 'json-syntax'],
    ['nul', 'json-syntax'],
    ['"abc', 'json-syntax'],
    ['"abc\\', 'json-syntax'],
    ['"\\x41"', 'json-syntax'],
    ['"\\u12"', 'json-syntax'],
  ];
  for (const [body, expected] of bodies)
    assert.equal(code(body), expected, JSON.stringify(String(body).slice(0, 40)));
});

test('what every reader reads alike is read', () => {
  for (const body of [
    '{}',
    ' { "a" : [ 1 , -0.5e+3 , true , false , null , "x" ] } \n',
    '"\\ud83d\\ude00 \\u0000 \\/"',
    `${'['.repeat(64)}${']'.repeat(64)}`,
    '{"__proto__":{"x":1},"constructor":2}',
    '{"a":1,"A":2}',
  ]) {
    assert.equal(code(body), 'read', body);
  }
});

test('keys reach no prototype', () => {
  const { bytes, root } = readJson(Buffer.from('{"__proto__":{"admin":true}}'));
  const value = plainValue(bytes, root);
  assert.equal(Object.getPrototypeOf(value), null);
  assert.deepEqual(Object.keys(value as object), ['__proto__']);
});

test('a valid text means what JSON.parse makes of it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 1, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const { bytes, root } = readJson(Buffer.from(text));
      // Integers beyond 2^53 come back as text.
      const loose = (t: string): unknown =>
        JSON.parse(t, (_key, v: unknown) => (typeof v === 'string' && /^-?\d{16,}$/.test(v) ? Number(v) : v));
      assert.deepEqual(loose(JSON.stringify(plainValue(bytes, root))), loose(text));
    }),
  );
});

test('skipping numbers, every text is still seen', () => {
  const seen = (node: JsonNode, bytes: Buffer): string[] => {
    if (node.kind === 'string') return [stringText(bytes, node)];
    if (node.kind === 'array') return node.items.flatMap((item) => seen(item, bytes));
    if (node.kind === 'object')
      return node.members.list.flatMap(({ key, value }) => [key, ...seen(value, bytes)]);
    return [];
  };
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value.flatMap(texts);
    if (typeof value === 'object' && value !== null)
      return Object.entries(value).flatMap(([key, v]) => [key, ...texts(v)]);
    return [];
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 1, 2), (value, indent) => {
      const { bytes, root } = readJson(Buffer.from(JSON.stringify(value, null, indent)), {
        skipNumbers: true,
      });
      assert.deepEqual(seen(root, bytes).sort(), texts(JSON.parse(JSON.stringify(value))).sort());
    }),
  );
});

test('a text cut anywhere is refused', () => {
  const text = '{"a":[1,-2.5e3,{"b":"x\\u0041"}],"c":null}';
  for (let end = 1; end < text.length; end++)
    assert.notEqual(code(text.slice(0, end)), 'read', text.slice(0, end));
});

test('a text of more values than may be held is refused, wherever they stand', () => {
  const list = (item: string, count: number): string => `{"ids":[${`${item},`.repeat(count - 1)}${item}]}`;
  // The object and its list are values too.
  const room = 500_000 - 2;
  for (const item of ['{}', '[]', '"a"', '1e0', 'null', '[1,2,3]']) {
    // A list that is numbers alone is one value, so this one begins with a text.
    const body = list(item, room - 1).replace('[', '["",');
    assert.equal(code(body, 'ids'), 'read', item);
    assert.equal(code(body.replace('["",', '["","",'), 'ids'), 'json-size', item);
  }
  assert.equal(code(list('{"k":1}', room / 2)), 'read');
  assert.equal(code(list('{"k":1}', room / 2 + 1)), 'json-size');
  // Numbers that are no vector's are turned into values one by one.
  for (const many of [`[${'1,'.repeat(600_000)}1]`, list('[1,2,3,4]', 150_000)]) {
    assert.equal(code(`{"k":${many}}`, 'v'), 'json-size');
    assert.equal(code(`{"k":{"v":${many}}}`, 'v'), 'json-size');
    assert.equal(code(`{"v":[],"k":${many}}`, 'v'), 'json-size');
    assert.equal(code(`{"v":${many}}`, 'v'), 'read');
  }
});

test('a store’s answer may hold more values, and not any number of them', () => {
  const answer = (count: number): Buffer => Buffer.from(`[${'"",'.repeat(count - 1)}""]`);
  assert.equal(readJson(answer(600_000), { skipNumbers: true }).root.kind, 'array');
  assert.throws(
    () => readJson(answer(2_000_000), { skipNumbers: true }),
    (error) => error instanceof JsonReadError && error.code === 'json-size',
  );
});

test('a large write is read: 5,000 records with metadata and vectors of 768 numbers', () => {
  const count = 5_000;
  const vector = `[${Array.from({ length: 768 }, (_, i) => i % 10).join(',')}]`;
  const metadata = JSON.stringify(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, i])));
  const all = (item: string): string => `[${`${item},`.repeat(count - 1)}${item}]`;
  const body = `{"ids":${all('"id"')},"embeddings":${all(vector)},"documents":${all('"d"')},"metadatas":${all(metadata)}}`;
  assert.equal(code(body, 'embeddings'), 'read');
});

test('skipping numbers never skips text, and never reads an unclosed list', () => {
  for (const [text, kind] of [
    ['[1,2,3]', 'numbers'],
    ['[1,"a@b.cc",3]', 'array'],
    ['[1,[2],3]', 'array'],
    ['[1,{"a":2}]', 'array'],
    ['[null,1]', 'array'],
  ] as const) {
    assert.equal(readJson(Buffer.from(text), { skipNumbers: true }).root.kind, kind, text);
  }
  assert.throws(() => readJson(Buffer.from('[1,2'), { skipNumbers: true }), JsonReadError);
});

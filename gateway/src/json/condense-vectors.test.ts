import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { condenseVectors } from './condense-vectors.ts';

const condense = (text: string): string => Buffer.from(condenseVectors(Buffer.from(text))).toString();
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

test('vectors become dimension and digest, at any depth', () => {
  const vector = '[0.1,-2,3e-5, 4,5,6,7,8.0]';
  assert.equal(
    condense(`{"embeddings":[${vector},null],"ids":["a"]}`),
    `{"embeddings":[{"dimension":8,"sha256":"${digest(vector)}"},null],"ids":["a"]}`,
  );
});

test('what is no vector stays to the byte', () => {
  for (const text of [
    '{"a":[1,2,3]}',
    '{"a":"[1,2,3,4,5,6,7,8,9]"}',
    '{"a":"\\"[1,2,3,4,5,6,7,8,9]"}',
    '{"a":"\\\\","b":[["x"],[null,null,null,null,null,null,null,null,null]]}',
    '[]',
    '',
    'not json [',
    '[1,2,3,4,5,6,7,"8",9,10,11]',
  ]) {
    const body = Buffer.from(text);
    assert.equal(condenseVectors(body), body, text);
  }
});

test('members of a kept key stay to the byte, at any depth, and what follows them does not', () => {
  const vector = '[1,2,3,4,5,6,7,8]';
  const payload = { key: Buffer.from('"payload"'), notBelow: [] };
  const shortened = `{"dimension":8,"sha256":"${digest(vector)}"}`;
  for (const value of [
    vector,
    `{"a":["]",{"b":${vector}}]}`,
    `"payload"`,
    'null',
    '"}"',
    `[[${vector}],{}]`,
  ]) {
    const text = (of: string): string =>
      `[{"payload" : ${value},"vector":${of}},{"vector":${of},"payload":${value}}]`;
    assert.equal(
      Buffer.from(condenseVectors(Buffer.from(text(vector)), payload)).toString(),
      text(shortened),
    );
  }
  // A text that says so is no key.
  assert.equal(
    Buffer.from(condenseVectors(Buffer.from(`["payload",${vector}]`), payload)).toString(),
    `["payload",${shortened}]`,
  );
  for (const cut of ['{"payload":', '{"payload":[1', '{"payload"', '{"payload":{"a":"'])
    assert.equal(Buffer.from(condenseVectors(Buffer.from(cut), payload)).toString(), cut);
});

test('a kept key is a name like others below members that hold vectors by their names', () => {
  const vector = '[1,2,3,4,5,6,7,8]';
  const shortened = `{"dimension":8,"sha256":"${digest(vector)}"}`;
  const kept = {
    key: Buffer.from('"payload"'),
    notBelow: [Buffer.from('"vector"'), Buffer.from('"vectors"')],
  };
  for (const text of [
    (of: string) => `{"vector":{"payload":${of}},"payload":${vector}}`,
    (of: string) =>
      `{"vector" : {"a":${of},"payload" :${of},"b":[1,2]},"payload":{"vector":{"payload":${vector}}}}`,
    (of: string) => `[{"vectors":[{"payload":[${of},${of}]}, {"payload":${of}}],"payload":${vector}}]`,
    (of: string) => `{"vector":{"vector":{"payload":${of}},"}":1,"payload":${of}},"payload":${vector}}`,
    (of: string) => `{"vector":${of},"payload":${vector}}`,
    (of: string) => `{"vector":[${of},[1]],"payload":${vector},"x":${of}}`,
    () => `{"vector":null,"payload":${vector}}`,
    () => `{"vector":"payload","payload":${vector}}`,
    () => `["vector",{"payload":${vector}}]`,
    () => `{"vector":{},"payload":${vector}}`,
    () => `{"vector":{"payload":`,
  ])
    assert.equal(
      Buffer.from(condenseVectors(Buffer.from(text(vector)), kept)).toString(),
      text(shortened),
      text(vector),
    );
});

test('the rest of a document reads the same as before', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 8, maxLength: 40 }),
      (rest, vector) => {
        const short = JSON.stringify(rest, (_k, v: unknown) => (Array.isArray(v) && v.length >= 8 ? [] : v));
        const read: unknown = JSON.parse(
          condense(`{"rest":${short},"vector":${JSON.stringify(vector)},"after":${short}}`),
        );
        assert.deepEqual(read, {
          rest: JSON.parse(short),
          vector: { dimension: vector.length, sha256: digest(JSON.stringify(vector)) },
          after: JSON.parse(short),
        });
      },
    ),
  );
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { CallBody } from './call-body.ts';
import { differences } from './differences.ts';

const body = (text: string): CallBody => new CallBody(Buffer.from(text));
const differ = (recorded: string, asked: string): readonly string[] =>
  differences(body(recorded), body(asked));

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same value with members the other way round. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  );
};

test('what says the same is the same, however it is written', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, indent) => {
      assert.deepEqual(differ(JSON.stringify(value), JSON.stringify(turned(value), undefined, indent)), []);
    }),
  );
  assert.deepEqual(differ('{"a":1.0,"b":"\\u00e9\\"]"}', ' { "b" : "é\\"]" , "a" : 1 } '), []);
  assert.deepEqual(differ('', ''), []);
  assert.deepEqual(differ('[[],{},[{}],"",null]', '[ [ ] , { } , [ { } ] , "" , null ]'), []);
});

test('what does not is named by its place, without a value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const same = JSON.stringify(turned(one)) === JSON.stringify(turned(other));
      fc.pre(!same && JSON.stringify(sorted(one)) !== JSON.stringify(sorted(other)));
      assert.notDeepEqual(differ(JSON.stringify(one), JSON.stringify(other)), []);
    }),
  );
  assert.deepEqual(differ('{"n":10,"where":{"a":["x"]}}', '{"n":50,"where":{"a":["secret"]},"more":1}'), [
    'n',
    'where.a[0]',
    'more (added)',
  ]);
  assert.deepEqual(differ('{"n":10}', '{}'), ['n (left out)']);
  assert.deepEqual(differ('{"ids":["a"]}', '{"ids":["a","b"]}'), ['ids (2 instead of 1)']);
  assert.deepEqual(differ('{"a":1}', 'no json'), ['the body']);
  assert.deepEqual(differ('1', '2'), ['the body']);
  assert.deepEqual(differ('[1,2,3,4]', '[5,6,7,8]'), ['[0]', '[1]', '[2]']);
});

test('integers beyond 2^53 are told apart', () => {
  assert.deepEqual(differ('[9007199254740993]', '[9007199254740992]'), ['[0]']);
  assert.deepEqual(differ('[9007199254740993]', '[ 9007199254740993 ]'), []);
});

test('a vector is known by its digest, as a list and as a text', () => {
  for (const sent of ['[0.1, 0.2,0.3,4,5,6,7,8]', '"AACAPwAAAAAAAIA/"']) {
    const sha256 = createHash('sha256').update(sent).digest('hex');
    const recorded = `{"q":[{"dimension":8,"sha256":"${sha256}"}],"n":1}`;
    assert.deepEqual(differ(recorded, `{"n":1,"q":[${sent}]}`), []);
    assert.deepEqual(differ(recorded, `{"n":1,"q":[[0.1,0.2,0.3,4,5,6,7,8]]}`), ['q[0] (another vector)']);
    assert.deepEqual(differ(recorded, `{"n":1,"q":[7]}`), ['q[0]']);
  }
});

test('a body of many megabytes, or nested without end, is compared or given up in peace', () => {
  const long = `{"t":${JSON.stringify('x"'.repeat(4_000_000))},"l":[${'1,'.repeat(200_000)}1]}`;
  assert.deepEqual(differ(long, `${long} `), []);
  assert.deepEqual(differ('{"a":1}', `${'['.repeat(100_000)}${']'.repeat(100_000)}`), ['the body']);
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlain(value)) return Object.is(value, -0) ? 0 : value;
  return Object.entries(value)
    .map(([key, inner]) => [key, sorted(inner)])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

test('a body that says the same is found under one of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, indent) => {
      const recorded = body(JSON.stringify(value));
      const asked = body(JSON.stringify(turned(value), undefined, indent));
      assert.ok(asked.soughtKeys.includes(recorded.key));
    }),
  );
  for (const sent of ['[0.1, 0.2,0.3,4,5,6,7,8]', '"AACAPw=="']) {
    const sha256 = createHash('sha256').update(sent).digest('hex');
    const recorded = body(`{"id":"AACAPwAA","q":{"dimension":8,"sha256":"${sha256}"},"l":[1,2,3,4,5,6,7,8]}`);
    const asked = body(`{"q":${sent},"l":[1,2,3,4,5,6,7.0,8],"id":"AACAPwAA"}`);
    assert.deepEqual(differences(recorded, asked), []);
    assert.ok(asked.soughtKeys.includes(recorded.key));
    assert.ok(!body('{"q":1}').soughtKeys.includes(recorded.key));
  }
});

test('a vector of which both hold the digest alone is the same when the digests are', () => {
  const kept = (letter: string): string =>
    `{"query":{"nearest":{"dimension":8,"sha256":"${letter.repeat(64)}"}},"limit":1}`;
  assert.deepEqual(differ(kept('a'), kept('a').replace(',"limit":1', ' , "limit":1')), []);
  assert.deepEqual(differ(kept('a'), kept('b')), ['query.nearest (another vector)']);
  assert.ok(body(kept('a')).soughtKeys.includes(body(kept('a')).key));
  assert.ok(!body(kept('b')).soughtKeys.includes(body(kept('a')).key));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GateError } from '../errors/gate-error.ts';
import { canonicalJson } from './canonical-json.ts';

test('the example of RFC 8785, section 3.2.2', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '€$\u000f\nA\'B"\\\\"/',
    literals: [null, true, false],
  };
  const expected =
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}';
  assert.equal(canonicalJson(value), expected);
});

test('keys are sorted by UTF-16 code units: the example of RFC 8785, section 3.2.3', () => {
  const value = { '€': 1, '\r': 2, \ufb33: 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 };
  assert.equal(canonicalJson(value), '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
});

test('the order in which keys were set does not matter, at any depth', () => {
  assert.equal(
    canonicalJson({ b: { d: 1, c: [{ f: 1, e: 2 }] }, a: -0 }),
    '{"a":0,"b":{"c":[{"e":2,"f":1}],"d":1}}',
  );
});

test('undefined properties are left out', () => {
  assert.equal(canonicalJson({ a: undefined, b: {} }), '{"b":{}}');
});

test('what canonical JSON cannot hold is refused with its place', () => {
  const cases: [unknown, RegExp][] = [
    [{ topK: Number.POSITIVE_INFINITY }, /not finite at "topK"/],
    [{ a: [Number.NaN] }, /not finite at "a"/],
    [{ name: 'half \ud800' }, /surrogate pair at "name"/],
    [{ big: 1n }, /type bigint at "big"/],
    [{ list: [undefined] }, /type undefined at "list"/],
    [{ 'key\udc00': 1 }, /a key with half/],
  ];
  for (const [value, message] of cases) {
    assert.throws(
      () => canonicalJson(value),
      (error) =>
        error instanceof GateError && error.code === 'record-malformed' && message.test(error.message),
    );
  }
});

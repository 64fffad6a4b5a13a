import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from './read-json.ts';
import { sameJson } from './same-json.ts';

const same = (a: string, b: string): boolean => sameJson(readJson(Buffer.from(a)), readJson(Buffer.from(b)));

test('texts that say the same are the same', () => {
  for (const [a, b] of [
    ['{"a":1,"b":[true,null]}', '{ "b": [true, null], "a": 1 }'],
    ['"a\\u0062"', '"ab"'],
    ['[1, 2]', '[1,2]'],
    ['1.0', '1.00'],
    ['{"a":{"b":"x"}}', '{"a":{ "b":"x"}}'],
    ['18446744073709551615', '18446744073709551615'],
  ] as const)
    assert.ok(same(a, b), `${a} ${b}`);
});

test('texts that differ in anything are not', () => {
  for (const [a, b] of [
    ['1', '1.0'],
    ['18446744073709551615', '18446744073709551614'],
    ['{"a":1}', '{"a":1,"b":2}'],
    ['{"a":1,"b":2}', '{"a":1}'],
    ['{"a":1}', '{"b":1}'],
    ['[1,2]', '[2,1]'],
    ['["a"]', '["a","b"]'],
    ['true', 'false'],
    ['null', '{}'],
    ['[]', '[1]'],
    ['"a"', '"b"'],
    ['[1,2]', '[1,2.0]'],
  ] as const)
    assert.ok(!same(a, b), `${a} ${b}`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from '../../json/read-json.ts';
import { idJson, pointId, pointIds } from './point-id.ts';

const read = (json: string): string => {
  const { bytes, root } = readJson(Buffer.from(json));
  return pointId(bytes, root);
};

test('numbers of 64 bits stay whole, and a UUID has one spelling', () => {
  assert.equal(read('18446744073709551615'), '18446744073709551615');
  assert.equal(read('0'), '0');
  const uuid = '5c56c793-69f3-4fbf-87e6-c4bf54c28c26';
  for (const spelling of [
    uuid,
    uuid.toUpperCase(),
    uuid.replaceAll('-', ''),
    `urn:uuid:${uuid}`,
    `{${uuid}}`,
  ])
    assert.equal(read(JSON.stringify(spelling)), uuid);
  assert.equal(idJson('18446744073709551615'), '18446744073709551615');
  assert.equal(idJson(uuid), `"${uuid}"`);
});

test('what is no id is refused', () => {
  for (const json of ['-1', '1.0', '1e2', '18446744073709551616', '"x"', 'true', 'null', '"1"', '{}', '-0'])
    assert.throws(() => read(json), { code: 'malformed-field' }, json);
});

test('lists of ids, mixed or of numbers alone', () => {
  const list = (json: string): string[] => {
    const { bytes, root } = readJson(Buffer.from(json));
    return pointIds(bytes, root, 'ids');
  };
  assert.deepEqual(list('[1, 18446744073709551615]'), ['1', '18446744073709551615']);
  assert.deepEqual(list('[]'), []);
  assert.throws(() => list('[1, 2.0]'), { code: 'malformed-field' });
  assert.throws(() => list('[1, -2]'), { code: 'malformed-field' });
  assert.throws(() => list('[1, "two"]'), { code: 'malformed-field' });
});

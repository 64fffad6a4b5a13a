import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { assertEvidenceOutside, assertMasterKeyOutside } from './master-key-place.ts';

const inside = { code: 'master-key-inside', message: /lies inside the data folder/ };

test('a master key inside the data folder is refused, at any depth and through links', (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, 'data');
  mkdirSync(join(data, 'deep'), { recursive: true });
  symlinkSync(data, join(folder, 'link'));
  writeFileSync(join(folder, 'outside.key'), '');
  writeFileSync(join(data, 'inside.key'), '');
  symlinkSync(join(folder, 'outside.key'), join(data, 'link-out.key'));
  symlinkSync(join(data, 'inside.key'), join(folder, 'link-in.key'));
  for (const key of [
    join(data, 'inside.key'),
    join(data, 'deep', 'absent.key'),
    join(folder, 'link', 'deep', 'absent.key'),
    join(folder, 'link-in.key'),
    join(data, 'link-out.key'),
    data,
  ]) {
    assert.throws(() => assertMasterKeyOutside(key, data), inside, key);
  }
  assert.throws(() => assertMasterKeyOutside(join(data, 'inside.key'), join(folder, 'link')), inside);
});

test('a signing key, and a place for checkpoints, inside the data folder are refused alike', (t) => {
  const data = join(temporaryFolder(t), 'data');
  mkdirSync(data);
  for (const path of [join(data, 'signing.key'), join(data, 'published'), data])
    assert.throws(() => assertEvidenceOutside(path, data, 'the signing key'), {
      code: 'evidence-inside',
      message: /the signing key .* lies inside the data folder/,
    });
  assertEvidenceOutside(`${data}-published`, data, 'the folder of checkpoints');
});

test('a master key elsewhere is taken, also beside a folder of a like name', (t) => {
  const folder = temporaryFolder(t);
  for (const key of ['key', 'data.key', 'data-2/key', '..key'])
    assertMasterKeyOutside(join(folder, key), join(folder, 'data'));
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Configuration } from './configuration/configuration.ts';
import { readEvidenceOptions } from './read-evidence-options.ts';

const masterKey = Buffer.alloc(32, 1);
const pace = { everyRecords: 10, everySeconds: 5 };

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'vectorgate-evidence-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const options = (data: string, checkpoints: Partial<Configuration['records']['checkpoints']>) =>
  readEvidenceOptions({ data, records: { checkpoints: { ...pace, ...checkpoints } } }, masterKey);

test('without a signing key one is derived from the master key, another for another', async (t) => {
  const data = folder(t);
  const first = await options(data, {});
  assert.equal(first.signingKey.length, 32);
  assert.equal(first.previousSigningKey, undefined);
  assert.deepEqual((await options(data, {})).signingKey, first.signingKey);
  const records = { checkpoints: pace };
  const other = await readEvidenceOptions({ data, records }, Buffer.alloc(32, 2));
  assert.notDeepEqual(other.signingKey, first.signingKey);
  assert.notDeepEqual(Buffer.from(first.signingKey), masterKey);
});

test('a signing key of one’s own is read, and the derived one vouches for it unless another is named', async (t) => {
  const place = folder(t);
  const [file, old] = [join(place, 'signing.key'), join(place, 'old.key')];
  writeFileSync(file, `${'ab'.repeat(32)}\n`);
  writeFileSync(old, Buffer.alloc(32, 7).toString('base64'));
  const data = join(place, 'data');
  const own = await options(data, { signingKey: { file } });
  assert.equal(Buffer.from(own.signingKey).toString('hex'), 'ab'.repeat(32));
  assert.deepEqual(own.previousSigningKey, (await options(data, {})).signingKey);
  const named = await options(data, { signingKey: { file }, previousSigningKey: { file: old } });
  assert.deepEqual(Buffer.from(named.previousSigningKey ?? []), Buffer.alloc(32, 7));
});

test('a signing key that is missing, no key or inside the data folder is told with its remedy', async (t) => {
  const place = folder(t);
  const file = join(place, 'signing.key');
  const data = join(place, 'data');
  await assert.rejects(options(data, { signingKey: { file } }), {
    code: 'secret',
    message: /the signing key cannot be read from .*Put it there/,
  });
  writeFileSync(file, 'too short');
  await assert.rejects(options(data, { signingKey: { file } }), {
    code: 'signing-key',
    message: /the signing key is not 32 bytes\. Make one with: openssl rand -hex 32/,
  });
  await assert.rejects(options(place, { signingKey: { file } }), { code: 'evidence-inside' });
  await assert.rejects(options(place, { publish: join(place, 'published') }), {
    code: 'evidence-inside',
    message: /the folder for checkpoints .* lies inside the data folder/,
  });
});

import assert from 'node:assert/strict';
import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { frameHeadBytes } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import type { PartName, RecordDraft } from '../record.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { headerBytes, openParts, parseHeader } from './decode-record.ts';
import { encodeLong, encodeShort, sealedAtOnce } from './encode-record.ts';
import { randomPool } from './random-pool.ts';
import { chunkBytes, saltBytes } from './sealed-chunk.ts';

const key = createSecretKey(randomBytes(32));
const random = randomPool();
const recordOf = async (draft: RecordDraft): Promise<Buffer> =>
  (sealedAtOnce(draft) === undefined
    ? await encodeLong(draft, key, random)
    : encodeShort(draft, key, random)
  ).frame.subarray(frameHeadBytes);
const withParts = (parts: Partial<Record<PartName, Uint8Array>>): RecordDraft =>
  draftOf(testUlid(1), { parts });

/** Text that compresses, with something random in it. */
const text = (length: number): Buffer => Buffer.alloc(length, `case ${randomBytes(9).toString('hex')} `);

test('parts of every length come back whole: nothing is ever cut', async () => {
  const edge = chunkBytes - saltBytes;
  for (const length of [
    0,
    1,
    4079,
    4080,
    4096,
    256 * 1024,
    edge - 1,
    edge,
    edge + 1,
    2 * chunkBytes,
    3_500_000,
  ]) {
    for (const response of [text(length), randomBytes(length)]) {
      const record = await recordOf(withParts({ request: text(100), response }));
      const header = parseHeader(headerBytes(record));
      const opened = openParts(record, header, key);
      assert.deepEqual(Object.keys(opened), ['request', 'response']);
      assert.ok(opened.response?.bytes.equals(response), `${length} bytes`);
      assert.equal(header.parts[1]?.size, length);
    }
  }
});

test('the header carries the hash of each part over its salt and plain bytes, and salts are never the same', async () => {
  const parts = { decision: text(50), operations: text(60), request: text(70), response: text(80) };
  const salts = new Set<string>();
  for (let i = 0; i < 3; i += 1) {
    const record = await recordOf(withParts(parts));
    const header = parseHeader(headerBytes(record));
    const opened = openParts(record, header, key);
    assert.deepEqual(
      header.parts.map(({ name }) => name),
      ['decision', 'operations', 'request', 'response'],
    );
    for (const { name, hash } of header.parts) {
      const { salt, bytes } = opened[name]!;
      assert.equal(hash, createHash('sha256').update(salt).update(bytes).digest('hex'));
      assert.equal(salt.length, 16);
      salts.add(salt.toString('hex'));
    }
  }
  assert.equal(salts.size, 12);
});

test('no byte of a part stands in a record in clear', async () => {
  const secret = Buffer.from('ana.ruiz@example.com');
  for (const length of [0, 10_000, 2 * chunkBytes]) {
    const record = await recordOf(withParts({ response: Buffer.concat([randomBytes(length), secret]) }));
    assert.equal(record.indexOf(secret), -1);
  }
});

test('long texts are compressed', async () => {
  const record = await recordOf(withParts({ response: text(200_000) }));
  assert.ok(record.length < 10_000, `${record.length} bytes`);
});

test('every flipped bit of the sealed parts is found', async () => {
  const record = await recordOf(withParts({ request: text(40), response: text(5000) }));
  const header = parseHeader(headerBytes(record));
  const start = 4 + headerBytes(record).length;
  for (let at = start; at < record.length; at += 1) {
    const changed = Buffer.from(record);
    changed[at]! ^= 1 << (at % 8);
    assert.throws(() => openParts(changed, header, key), { code: 'record-damaged' }, `byte ${at}`);
  }
});

test('parts are opened up to one of them, whether or not the record has that one', async () => {
  const opened = async (parts: Partial<Record<PartName, Uint8Array>>, last: PartName): Promise<string[]> => {
    const record = await recordOf(withParts(parts));
    return Object.keys(openParts(record, parseHeader(headerBytes(record)), key, last));
  };
  const parts = { decision: text(50), request: text(70), response: text(chunkBytes * 2) };
  assert.deepEqual(await opened(parts, 'decision'), ['decision']);
  assert.deepEqual(await opened(parts, 'operations'), ['decision']);
  assert.deepEqual(await opened(parts, 'request'), ['decision', 'request']);
  assert.deepEqual(await opened({ decision: text(5) }, 'response'), ['decision']);
  assert.deepEqual(await opened({ request: text(5) }, 'operations'), []);
});

test('chunks cannot be swapped, dropped, repeated or put into another record', async () => {
  const parts = { response: randomBytes(3 * chunkBytes) };
  const record = await recordOf(withParts(parts));
  const header = parseHeader(headerBytes(record));
  const start = 4 + headerBytes(record).length;
  const chunks: Buffer[] = [];
  for (let at = start; at < record.length; at += 4 + record.readUInt32BE(at))
    chunks.push(record.subarray(at, at + 4 + record.readUInt32BE(at)));
  assert.equal(chunks.length, 4);
  const [a, b, c, d] = chunks as [Buffer, Buffer, Buffer, Buffer];
  const refused = (sealed: Buffer[]): void =>
    assert.throws(() => openParts(Buffer.concat([record.subarray(0, start), ...sealed]), header, key), {
      code: 'record-damaged',
    });
  refused([b, a, c, d]);
  refused([a, b, d]);
  refused([a, b, c]);
  refused([a, b, b, d]);
  refused([a, b, c, d, d]);
  refused([]);
  const other = await recordOf(withParts(parts));
  refused([a, b, c, other.subarray(other.length - d.length)]);
  assert.ok(
    openParts(Buffer.concat([record.subarray(0, start), a, b, c, d]), header, key).response?.bytes.equals(
      parts.response,
    ),
  );
});

test('sealed parts belong to their header: with another they do not open', async () => {
  const record = await recordOf(withParts({ response: text(30) }));
  const changed = Buffer.from(record);
  const at = changed.indexOf('insights');
  changed.write('INSIGHTS', at);
  assert.notDeepEqual(nativeHashes.leaf(headerBytes(changed)), nativeHashes.leaf(headerBytes(record)));
  assert.throws(() => openParts(changed, parseHeader(headerBytes(changed)), key), { code: 'record-damaged' });
});

test('a record without parts has none', async () => {
  const record = await recordOf(withParts({}));
  assert.equal(record.length, 4 + headerBytes(record).length);
  assert.deepEqual(openParts(record, parseHeader(headerBytes(record)), key), {});
});

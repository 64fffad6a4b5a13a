import { createHash, hash, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdCompressSync } from 'node:zlib';
import { GateError } from '../../errors/gate-error.ts';
import { canonicalJson } from '../canonical-json.ts';
import { allocateFrame, frameHead, longestRecord } from '../log/frame.ts';
import type { RecordDraft, RecordHeader } from '../record.ts';
import { partNames } from './part-names.ts';
import type { RandomSource } from './random-pool.ts';
import { type Coding, chunkBytes, nonceBytes, saltBytes, sealChunk } from './sealed-chunk.ts';

/** Up to this many plain bytes a record is sealed at once; longer ones are compressed on the thread pool. */
const atOnce = 256 * 1024;
/**
 * Shorter records are kept as they are: a compression costs 20 µs before its first byte and was the dearest single
 * step of a small answer's way. They are most of the records, and few of the bytes.
 */
const worthCompressing = 16 * 1024;
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const compress = promisify(zstdCompress);

/**
 * A record as it stands in a frame: u32 length of the header, the header in canonical JSON, sealed chunks. The
 * frame's head is still empty. A promise only for long records.
 */
export function encodeRecord(
  draft: RecordDraft,
  key: KeyObject,
  random: RandomSource,
): Buffer | Promise<Buffer> {
  const parts: RecordHeader['parts'][number][] = [];
  const pieces: Uint8Array[] = [];
  let plain = 0;
  for (const name of partNames) {
    const bytes = draft.parts[name];
    if (bytes === undefined) continue;
    pieces.push(random(saltBytes), bytes);
    plain += saltBytes + bytes.length;
  }
  if (plain > longestRecord - chunkBytes) {
    throw new GateError(
      'record-too-large',
      'The record cannot be written: its parts are longer than 2 GiB.',
      { bytes: plain },
    );
  }
  const whole = plain > atOnce ? undefined : Buffer.concat(pieces, plain);
  let at = 0;
  let offset = 0;
  for (const name of partNames) {
    const size = draft.parts[name]?.length;
    if (size === undefined) continue;
    // A hash of one run of bytes costs a third of one that is fed piece by piece.
    const digest =
      whole === undefined
        ? createHash('sha256')
            .update(pieces[at]!)
            .update(pieces[at + 1]!)
            .digest('hex')
        : hash('sha256', whole.subarray(offset, offset + saltBytes + size), 'hex');
    parts.push({ name, hash: digest, size });
    at += 2;
    offset += saltBytes + size;
  }
  const header: RecordHeader = { ...draft.header, v: 1, parts };
  const text = canonicalJson(header);
  const tagged = Buffer.allocUnsafe(1 + Buffer.byteLength(text));
  tagged[0] = 0;
  tagged.write(text, 1, 'utf8');
  // RFC 6962's leaf, over the header as it will stand in the frame; it ties the sealed chunks to this header.
  const leaf = hash('sha256', tagged, 'buffer');
  const count = Math.ceil(plain / chunkBytes);
  const seal = (bytes: Uint8Array, coding: Coding, index: number): Buffer =>
    sealChunk(bytes, coding, key, random(nonceBytes), { leaf, index, count });

  if (whole === undefined) return sealLong(tagged, pieces, seal);
  if (plain === 0) return assemble(tagged, []);
  const packed = plain >= worthCompressing ? zstdCompressSync(whole, options) : whole;
  return assemble(tagged, [packed.length < plain ? seal(packed, 1, 0) : seal(whole, 0, 0)]);
}

async function sealLong(
  tagged: Buffer,
  pieces: readonly Uint8Array[],
  seal: (bytes: Uint8Array, coding: Coding, index: number) => Buffer,
): Promise<Buffer> {
  const sealed: Buffer[] = [];
  for (const chunk of cut(pieces)) {
    const packed = await compress(chunk, options);
    sealed.push(
      packed.length < chunk.length ? seal(packed, 1, sealed.length) : seal(chunk, 0, sealed.length),
    );
  }
  return assemble(tagged, sealed);
}

/** The pieces in a row, cut every `chunkBytes`. */
function* cut(pieces: readonly Uint8Array[]): Generator<Buffer> {
  let held: Uint8Array[] = [];
  let room = chunkBytes;
  for (const piece of pieces) {
    let rest = piece;
    while (rest.length >= room) {
      yield Buffer.concat([...held, rest.subarray(0, room)], chunkBytes);
      rest = rest.subarray(room);
      held = [];
      room = chunkBytes;
    }
    held.push(rest);
    room -= rest.length;
  }
  if (room < chunkBytes) yield Buffer.concat(held);
}

function assemble(tagged: Buffer, sealed: readonly Buffer[]): Buffer {
  const header = tagged.length - 1;
  const length = sealed.reduce((sum, chunk) => sum + chunk.length, 4 + header);
  const frame = allocateFrame(length);
  frame.set(tagged, frameHead + 3);
  frame.writeUInt32BE(header, frameHead);
  let at = frameHead + 4 + header;
  for (const chunk of sealed) {
    frame.set(chunk, at);
    at += chunk.length;
  }
  return frame;
}

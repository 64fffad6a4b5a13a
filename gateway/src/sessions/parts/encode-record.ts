import { createHash, hash, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdCompressSync } from 'node:zlib';
import { frameHeadBytes } from '@vectorgate/policy-schema/evidence';
import { GateError } from '../../errors/gate-error.ts';
import { canonicalJson } from '../canonical-json.ts';
import { allocateFrame, longestRecord } from '../log/frame.ts';
import type { LeafedFrame } from '../log/segment-writer.ts';
import type { RecordDraft, RecordHeader } from '../record.ts';
import { partNames } from './part-names.ts';
import type { RandomSource } from './random-pool.ts';
import {
  type Coding,
  chunkBytes,
  chunkOverhead,
  nonceBytes,
  type SealedChunk,
  saltBytes,
  sealChunk,
  writeChunk,
} from './sealed-chunk.ts';

/** Up to this many plain bytes a record is sealed at once; longer ones are compressed on the thread pool. */
const atOnce = 256 * 1024;
/**
 * Shorter records are kept as they are: a compression costs 20 µs before its first byte and was the dearest single
 * step of a small answer's way. They are most of the records, and few of the bytes.
 */
const worthCompressing = 16 * 1024;
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const compress = promisify(zstdCompress);

/** Where parts stand, each behind its salt, while a short record is sealed; and its header. One record at a time. */
const plainText = Buffer.allocUnsafeSlow(atOnce);
const headerText = Buffer.allocUnsafeSlow(64 * 1024);

type Parts = RecordHeader['parts'][number][];
/** Gives a frame with room for a record of so many bytes. */
export type FrameSource = (length: number) => Buffer;

/** Bytes of a record's parts, about, when it is short and sealed at once; undefined when it is long. */
export function sealedAtOnce(draft: RecordDraft): number | undefined {
  let most = 0;
  for (const name of partNames) {
    const part = draft.parts[name];
    if (part !== undefined) most += saltBytes + (typeof part === 'string' ? part.length * 3 : part.length);
  }
  return most > atOnce ? undefined : most;
}

/**
 * Encodes a record that is `sealedAtOnce`, as it stands in a frame: u32 length of the header, the header in canonical
 * JSON, sealed chunks. The frame's head is still empty. `frames` is asked last, when nothing can fail any more.
 */
export function encodeShort(
  draft: RecordDraft,
  key: KeyObject,
  random: RandomSource,
  frames: FrameSource = allocateFrame,
): LeafedFrame {
  const parts: Parts = [];
  let plain = 0;
  for (const name of partNames) {
    const part = draft.parts[name];
    if (part === undefined) continue;
    plainText.set(random(saltBytes), plain);
    const at = plain + saltBytes;
    let size = part.length;
    if (typeof part === 'string') size = plainText.write(part, at);
    else plainText.set(part, at);
    // A hash of one run of bytes costs a third of one that is fed piece by piece.
    parts.push({ hash: hash('sha256', plainText.subarray(plain, at + size), 'hex'), name, size });
    plain = at + size;
  }
  const { tagged, leaf } = headerOf(draft, parts);
  if (plain === 0) return { frame: assemble(tagged, [], frames), leaf };
  const whole = plainText.subarray(0, plain);
  const packed = plain >= worthCompressing ? zstdCompressSync(whole, options) : whole;
  const [bytes, coding]: [Buffer, Coding] = packed.length < plain ? [packed, 1] : [whole, 0];
  const place = { leaf, index: 0, count: 1 };
  const sealed = sealChunk(bytes, coding, key, random(nonceBytes), place);
  return { frame: assemble(tagged, [sealed], frames), leaf };
}

/** Encodes a record of any length, compressing it on the thread pool. */
export async function encodeLong(
  draft: RecordDraft,
  key: KeyObject,
  random: RandomSource,
): Promise<LeafedFrame> {
  const parts: Parts = [];
  const pieces: Uint8Array[] = [];
  let plain = 0;
  for (const name of partNames) {
    const part = draft.parts[name];
    if (part === undefined) continue;
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    const salt = random(saltBytes);
    const digest = createHash('sha256').update(salt).update(bytes).digest('hex');
    parts.push({ name, hash: digest, size: bytes.length });
    pieces.push(salt, bytes);
    plain += saltBytes + bytes.length;
  }
  if (plain > longestRecord - chunkBytes) {
    throw new GateError(
      'record-too-large',
      'The record cannot be written: its parts are longer than 2 GiB.',
      { bytes: plain },
    );
  }
  const { tagged, leaf } = headerOf(draft, parts);
  const held = Buffer.from(tagged);
  const count = Math.ceil(plain / chunkBytes);
  const sealed: SealedChunk[] = [];
  for (const chunk of cut(pieces)) {
    const packed = await compress(chunk, options);
    const [bytes, coding]: [Buffer, Coding] = packed.length < chunk.length ? [packed, 1] : [chunk, 0];
    sealed.push(sealChunk(bytes, coding, key, random(nonceBytes), { leaf, index: sealed.length, count }));
  }
  return { frame: assemble(held, sealed, allocateFrame), leaf };
}

/** The header with its keys in the order of canonical JSON, which then has nothing to sort. */
const inOrder = (
  of: RecordDraft['header'],
  parts: Parts,
): { [K in keyof RecordHeader]-?: RecordHeader[K] | undefined } => ({
  changes: of.changes,
  client: of.client,
  connection: of.connection,
  decision: of.decision,
  evidence: of.evidence,
  id: of.id,
  kind: of.kind,
  masked: of.masked,
  milliseconds: of.milliseconds,
  note: of.note,
  operations: of.operations,
  outcome: of.outcome,
  parts,
  policy: of.policy,
  reviewed: of.reviewed,
  session: of.session,
  sizes: of.sizes,
  status: of.status,
  store: of.store,
  time: of.time,
  unmasked: of.unmasked,
  v: 1,
  who: of.who,
});

/** The header's bytes behind the zero byte of RFC 6962's leaf, good until the next record; and the leaf. */
function headerOf(draft: RecordDraft, parts: Parts): { tagged: Buffer; leaf: Buffer } {
  const text = canonicalJson(inOrder(draft.header, parts));
  const room = 1 + text.length * 3;
  const target = room <= headerText.length ? headerText : Buffer.allocUnsafe(room);
  target[0] = 0;
  const tagged = target.subarray(0, 1 + target.write(text, 1));
  // The leaf covers the header as it will stand in the frame, and ties the sealed chunks to it.
  return { tagged, leaf: hash('sha256', tagged, 'buffer') };
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

function assemble(tagged: Buffer, sealed: readonly SealedChunk[], frames: FrameSource): Buffer {
  const header = tagged.length - 1;
  let length = 4 + header;
  for (const { bytes } of sealed) length += chunkOverhead + bytes.length;
  const frame = frames(length);
  // The zero byte of the leaf falls on the last byte of the length, which is written over it.
  frame.set(tagged, frameHeadBytes + 3);
  frame.writeUInt32BE(header, frameHeadBytes);
  let at = frameHeadBytes + 4 + header;
  for (const chunk of sealed) at = writeChunk(frame, at, chunk);
  return frame;
}

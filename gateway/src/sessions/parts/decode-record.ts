import { createHash, type KeyObject } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { headerIn } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { GateError } from '../../errors/gate-error.ts';
import type { PartName, RecordHeader } from '../record.ts';
import { partNames } from './part-names.ts';
import { chunkBytes, chunkOverhead, openChunk, saltBytes } from './sealed-chunk.ts';

/** A part with its salt: what somebody needs to check its hash in the header. */
export interface OpenedPart {
  readonly salt: Buffer;
  readonly bytes: Buffer;
}

/** The header's exact bytes in a record. Throws `GateError` code `record-damaged`. */
export function headerBytes(record: Buffer): Buffer {
  const header = headerIn(record);
  if (header === undefined) throw damaged('its header has no end');
  return header;
}

/** Throws `GateError` code `record-damaged`. */
export function parseHeader(bytes: Uint8Array): RecordHeader {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as RecordHeader;
  } catch (cause) {
    throw damaged('its header is no JSON', cause);
  }
}

/**
 * Opens the parts and checks them against the header; with `last` only those up to it, reading no chunk behind it.
 * Throws `GateError` code `record-damaged`.
 */
export function openParts(
  record: Buffer,
  header: RecordHeader,
  key: KeyObject,
  last?: PartName,
): Partial<Record<PartName, OpenedPart>> {
  const head = headerBytes(record);
  const lengthOf = (list: RecordHeader['parts']): number =>
    list.reduce((sum, part) => sum + saltBytes + part.size, 0);
  const total = lengthOf(header.parts);
  // Parts stand in their order; the last one that is wanted may be none of this record's.
  const wanted =
    last === undefined
      ? header.parts
      : header.parts.filter(({ name }) => partNames.indexOf(name) <= partNames.indexOf(last));
  const plain = openChunks(
    record.subarray(4 + head.length),
    nativeHashes.leaf(head),
    total,
    lengthOf(wanted),
    key,
  );
  const parts: Partial<Record<PartName, OpenedPart>> = {};
  let at = 0;
  for (const { name, hash, size } of wanted) {
    const salt = plain.subarray(at, at + saltBytes);
    const bytes = plain.subarray(at + saltBytes, at + saltBytes + size);
    at += saltBytes + size;
    if (createHash('sha256').update(salt).update(bytes).digest('hex') !== hash)
      throw damaged(`its part "${name}" differs from its hash`);
    parts[name] = { salt, bytes };
  }
  return parts;
}

/** Bytes of the chunks that `openParts` reads for the parts up to that one, at the most. */
export function sealedBytes({ parts }: RecordHeader, upTo: PartName): number {
  const wanted = parts.filter(({ name }) => partNames.indexOf(name) <= partNames.indexOf(upTo));
  const bytes = wanted.reduce((sum, { size }) => sum + saltBytes + size, 0);
  return Math.ceil(bytes / chunkBytes) * (chunkOverhead + chunkBytes);
}

function openChunks(sealed: Buffer, leaf: Buffer, total: number, wanted: number, key: KeyObject): Buffer {
  const count = Math.ceil(total / chunkBytes);
  const plain: Buffer[] = [];
  let at = 0;
  const needed = wanted === total ? count : Math.ceil(wanted / chunkBytes);
  for (let index = 0; index < needed; index += 1) {
    const length = at + 4 <= sealed.length ? sealed.readUInt32BE(at) : 0;
    if (length < 29 || at + 4 + length > sealed.length) throw damaged('its parts have no end');
    const expected = Math.min(chunkBytes, total - index * chunkBytes);
    plain.push(openOne(sealed.subarray(at + 4, at + 4 + length), expected, key, { leaf, index, count }));
    at += 4 + length;
  }
  if (needed === count && at !== sealed.length) throw damaged('it goes on behind its parts');
  return plain.length === 1 ? plain[0]! : Buffer.concat(plain);
}

function openOne(
  chunk: Buffer,
  expected: number,
  key: KeyObject,
  at: Parameters<typeof openChunk>[2],
): Buffer {
  try {
    const { coding, bytes } = openChunk(chunk, key, at);
    const plain = coding === 1 ? zstdDecompressSync(bytes, { maxOutputLength: expected }) : bytes;
    if (plain.length === expected) return plain;
  } catch (cause) {
    throw damaged('its parts cannot be decrypted', cause);
  }
  throw damaged('its parts have another length than its header says');
}

const damaged = (what: string, cause?: unknown): GateError =>
  new GateError('record-damaged', `A record is damaged: ${what}.`, {}, { cause });

import { open } from 'node:fs/promises';
import { readSegmentHead, type SegmentHead, segmentHeadBytes } from '@vectorgate/policy-schema/evidence';
import { GateError } from '../../errors/gate-error.ts';
import { scanSegment } from '../log/scan-segment.ts';
import type { SegmentFile } from '../log/segment-files.ts';
import { headerBytes, parseHeader } from '../parts/decode-record.ts';

/** What is left to know of a segment when it goes. */
export interface ReadSegment {
  readonly file: SegmentFile;
  /** Number of its first record. */
  readonly first: number;
  /** Chain hash of the record before that. */
  readonly previous: Uint8Array;
  readonly leaves: readonly Buffer[];
  /** Headers that tell what was done to the records themselves: they are kept. */
  readonly kept: readonly { readonly index: number; readonly header: string }[];
  /** When its newest record was made, in milliseconds since the epoch. */
  readonly newest: number;
}

/** Reads a closed segment. Throws `GateError` code `records-damaged`: what is damaged is evidence, and stays. */
export async function readSegment(file: SegmentFile): Promise<ReadSegment> {
  const { first, previous } = await readHead(file);
  const leaves: Buffer[] = [];
  const kept: { index: number; header: string }[] = [];
  let newest = 0;
  const { problem, position } = await scanSegment(file, undefined, ({ leaf, record, sequence }) => {
    leaves.push(leaf);
    const bytes = headerBytes(record);
    const header = parseHeader(bytes);
    newest = Math.max(newest, Date.parse(header.time));
    if (header.evidence !== undefined) kept.push({ index: sequence, header: bytes.toString('utf8') });
  });
  if (problem === undefined) return { file, first, previous, leaves, kept, newest };
  throw damaged(file, position.offset, problem.reason);
}

async function readHead(file: SegmentFile): Promise<SegmentHead> {
  const handle = await open(file.path, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(segmentHeadBytes), 0, segmentHeadBytes, 0);
    const header = readSegmentHead(buffer, 'records');
    if (header === undefined) throw damaged(file, 0, 'the header of the file is damaged');
    return header;
  } finally {
    await handle.close();
  }
}

const damaged = (file: SegmentFile, offset: number, reason: string): GateError =>
  new GateError(
    'records-damaged',
    `Segment ${file.name} is past its time and is not removed, as it is damaged at byte ${offset}: ${reason}. Verify the records: vectorgate sessions verify.`,
    { segment: file.name, offset },
  );

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chainHash, readSegmentHead, segmentHeadBytes } from '@vectorgate/policy-schema/evidence';
import { GateError } from '../../errors/gate-error.ts';
import { logStart } from './scan-log.ts';
import type { LogPosition } from './scan-segment.ts';
import { segmentName } from './segment-files.ts';

const shape = /^(\d{12})\.leaves$/;

/** Name of the file that stays of a removed segment: the hashes of its records' leaves. */
export const leavesName = (number: number): string => segmentName(number).replace('.segment', '.leaves');

/**
 * Numbers of the segments that were removed, from 1 on. One that is there beside its leaf hashes is none: its removal
 * did not come to its end. Throws `GateError` code `records-damaged` when there is a gap.
 */
export async function listRemoved(folder: string): Promise<number[]> {
  const names = (await readdir(folder)).sort();
  const removed = names
    .map((name) => Number(shape.exec(name)?.[1] ?? 0))
    .filter((number) => number > 0 && !names.includes(segmentName(number)));
  const gap = removed.findIndex((number, index) => number !== index + 1);
  if (gap >= 0) throw damaged(folder, gap + 1);
  return removed;
}

/** Leaf hashes of a removed segment, with what stood before it. Throws `GateError` code `records-damaged`. */
export async function readLeaves(
  folder: string,
  number: number,
): Promise<{ first: number; previous: Uint8Array; leaves: Buffer[] }> {
  const bytes = await readFile(join(folder, leavesName(number)));
  const head = readSegmentHead(bytes, 'leaves');
  const rest = bytes.length - segmentHeadBytes;
  if (head === undefined || rest <= 0 || rest % 32 !== 0) throw damaged(folder, number);
  const leaves: Buffer[] = [];
  for (let at = segmentHeadBytes; at < bytes.length; at += 32) leaves.push(bytes.subarray(at, at + 32));
  return { ...head, leaves };
}

/** Where the log stands behind its removed segments: what the first one that is there has to continue. */
export async function endOfRemoved(folder: string): Promise<LogPosition> {
  const segment = (await listRemoved(folder)).at(-1);
  if (segment === undefined) return logStart;
  const { first, previous, leaves } = await readLeaves(folder, segment);
  let chain = previous;
  for (const leaf of leaves) chain = chainHash(chain, leaf);
  return { segment, offset: 0, sequence: first + leaves.length, chain: Buffer.from(chain) };
}

const damaged = (folder: string, number: number): GateError =>
  new GateError(
    'records-damaged',
    `The record log in ${folder} is damaged: the leaf hashes of the removed segment ${number}, ${leavesName(number)}, are gone or not whole. Nothing was changed. Restore that file from a copy.`,
    { folder, segment: leavesName(number) },
  );

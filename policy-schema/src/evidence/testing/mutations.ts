import { chainHash } from '../log/chain-hash.ts';
import { crc32 } from '../log/crc32.ts';
import { frameHeadBytes, headerIn } from '../log/read-frame.ts';
import { readSegmentHead, segmentHeadBytes, writeSegmentHead } from '../log/segment-head.ts';
import { checkpointEntry, parseCheckpoints } from '../notes/checkpoint-list.ts';
import { leafHash } from '../tree/tree-hash.ts';
import type { EvidenceLog } from './evidence-log.ts';
import type { MemoryRecords } from './memory-records.ts';
import type { Random } from './random.ts';
import { frameOffsets, joined } from './test-log.ts';
import { signedBy, testSigner } from './test-signer.ts';

/** Changes records in place. Returns the number of the record that must be named, where it is certain. */
export type Mutation = (records: MemoryRecords, random: Random, from: EvidenceLog) => number | undefined;

const segmentsOf = ({ files }: MemoryRecords): string[] =>
  [...files.keys()].filter((path) => path.endsWith('.segment')).sort();

const framesOf = (segment: Uint8Array): Uint8Array[] => {
  const offsets = frameOffsets(segment);
  return offsets.slice(1).map((end, n) => segment.slice(offsets[n], end));
};

const firstOf = (segment: Uint8Array): number => readSegmentHead(segment, 'records')!.first;

function put(records: MemoryRecords, path: string, frames: readonly Uint8Array[]): void {
  const head = records.files.get(path)!.slice(0, segmentHeadBytes);
  records.files.set(path, joined([head, ...frames]));
}

/** What somebody does who knows the format: every CRC, chain hash and head is made to fit what stands there now. */
function rechain(records: MemoryRecords): void {
  let chain: Uint8Array | undefined;
  let index: number | undefined;
  for (const path of segmentsOf(records)) {
    const segment = records.files.get(path)!;
    const head = readSegmentHead(segment, 'records')!;
    chain ??= head.previous;
    index ??= head.first;
    const frames: Uint8Array[] = framesOf(segment);
    records.files.set(
      path,
      joined([writeSegmentHead({ first: index, previous: chain }, 'records'), ...frames]),
    );
    for (const frame of frames) {
      chain = chainHash(chain, leafHash(headerIn(frame.subarray(frameHeadBytes))!));
      frame.set(chain, 16);
      new DataView(frame.buffer).setUint32(4, crc32(frame.subarray(8)));
      index += 1;
    }
    put(records, path, frames);
  }
}

const flipBit: Mutation = (records, random) => {
  const path = random.one([...records.files.keys()].filter((name) => name !== 'evidence/keys'));
  const bytes = records.files.get(path)!.slice();
  const at = random.below(bytes.length);
  bytes[at]! ^= 1 << random.below(8);
  const whole = records.files.get(path)!;
  records.files.set(path, bytes);
  if (!path.endsWith('.segment')) return undefined;
  const within = frameOffsets(whole).findLastIndex((offset) => offset <= at);
  return firstOf(whole) + Math.max(0, within);
};

const truncateBytes: Mutation = (records, random) => {
  const path = random.one([...records.files.keys()].filter((name) => name !== 'evidence/keys'));
  const bytes = records.files.get(path)!;
  records.files.set(path, bytes.slice(0, random.below(bytes.length)));
  return undefined;
};

/** The frames of one segment are changed, and, as `forged` says, all is made to fit. */
const inFrames =
  (
    change: (frames: Uint8Array[], random: Random, all: readonly Uint8Array[]) => void,
    forged: boolean,
  ): Mutation =>
  (records, random) => {
    const all = segmentsOf(records).flatMap((path) => framesOf(records.files.get(path)!));
    const path = random.one(segmentsOf(records));
    const segment = records.files.get(path)!;
    const before = framesOf(segment);
    const frames = framesOf(segment);
    change(frames, random, all);
    put(records, path, frames);
    const first = firstOf(segment);
    if (forged) {
      rechain(records);
      return undefined;
    }
    const changed = before.findIndex(
      (frame, n) => frames[n] === undefined || !Buffer.from(frame).equals(frames[n]),
    );
    return first + (changed < 0 ? before.length : changed);
  };

const deleteFrames = (frames: Uint8Array[], random: Random): void => {
  frames.splice(random.below(frames.length), 1 + random.below(3));
};
const swapFrames = (frames: Uint8Array[], random: Random): void => {
  const [a, b] = [random.below(frames.length), random.below(frames.length - 1)];
  const other = b >= a ? b + 1 : b;
  [frames[a], frames[other]] = [frames[other]!, frames[a]!];
};
const insertFrame = (frames: Uint8Array[], random: Random, all: readonly Uint8Array[]): void => {
  frames.splice(random.below(frames.length + 1), 0, random.one(all).slice());
};
/**
 * Never behind the last one, be it by a copy of that in front of it: what is not signed yet is for nobody to tell from the
 * real thing, and the report says how much that is.
 */
const forgeFrame = (frames: Uint8Array[], random: Random, all: readonly Uint8Array[]): void => {
  const at = random.below(frames.length);
  frames.splice(at, 0, random.one(all.filter((frame) => !Buffer.from(frame).equals(frames[at]!))).slice());
};
const rewriteHeader = (frames: Uint8Array[], random: Random): void => {
  const at = random.below(frames.length);
  const frame = frames[at]!.slice();
  const header = headerIn(frame.subarray(frameHeadBytes))!;
  const text = new TextDecoder().decode(header);
  // A digit of the time: still canonical JSON of the same length.
  const place = text.indexOf('"time":"') + 8 + 17;
  header[place] = text[place] === '5' ? 0x36 : 0x35;
  frames[at] = frame;
};

const dropSegment: Mutation = (records, random) => {
  records.files.delete(random.one([...records.files.keys()].filter((path) => path.startsWith('segments/'))));
  return undefined;
};

const replaceSegment: Mutation = (records, random) => {
  const paths = segmentsOf(records);
  const path = random.one(paths);
  const other = random.one(paths.filter((one) => one !== path));
  const index = firstOf(records.files.get(path)!);
  records.files.set(path, records.files.get(other)!);
  return index;
};

const swapSegments: Mutation = (records, random) => {
  const paths = segmentsOf(records);
  const path = random.one(paths);
  const other = random.one(paths.filter((one) => one !== path));
  const held = records.files.get(path)!;
  records.files.set(path, records.files.get(other)!);
  records.files.set(other, held);
  return undefined;
};

/** An earlier state of one segment in its own place. */
const replaySegment: Mutation = (records, random, { states }) => {
  const [path, earlier] = random.one(
    states.flatMap(({ files }) =>
      [...files].filter(
        ([name, bytes]) =>
          name.startsWith('segments/') &&
          records.files.has(name) &&
          records.files.get(name)!.length !== bytes.length,
      ),
    ),
  );
  records.files.set(path, earlier);
  return undefined;
};

/** Everything as it once was, the checkpoints beside the records included. */
const rollBack: Mutation = (records, random, { states }) => {
  const { files } = random.one(states.slice(0, -1));
  records.files.clear();
  for (const [path, bytes] of files) records.files.set(path, bytes);
  return undefined;
};

const dropCheckpoints: Mutation = (records, random) => {
  const text = new TextDecoder().decode(records.files.get('evidence/checkpoints'));
  const entries = parseCheckpoints(text).checkpoints.map(({ note }) => checkpointEntry(note));
  entries.splice(random.below(entries.length), 1 + random.below(entries.length));
  records.files.set('evidence/checkpoints', new TextEncoder().encode(entries.join('')));
  return undefined;
};

/** The log is rewritten and signed anew, with a key of the forger's own. */
const signAnew: Mutation = (records, random, from) => {
  inFrames(rewriteHeader, true)(records, random, from);
  const forger = testSigner(from.newSigner.key.name, 66);
  const text = new TextDecoder().decode(records.files.get('evidence/checkpoints'));
  const entries = parseCheckpoints(text).checkpoints.map(({ origin, size, root }) =>
    checkpointEntry(signedBy({ origin, size, root }, forger)),
  );
  records.files.set('evidence/checkpoints', new TextEncoder().encode(entries.join('')));
  return undefined;
};

/** Everything that may be done to a log, by name. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'a bit flipped': flipBit,
  'a file cut short': truncateBytes,
  'records deleted': inFrames(deleteFrames, false),
  'records swapped': inFrames(swapFrames, false),
  'a record inserted': inFrames(insertFrame, false),
  'a header rewritten': inFrames(rewriteHeader, false),
  'records deleted, and all made to fit': inFrames(deleteFrames, true),
  'records swapped, and all made to fit': inFrames(swapFrames, true),
  'a record inserted, and all made to fit': inFrames(forgeFrame, true),
  'a header rewritten, and all made to fit': inFrames(rewriteHeader, true),
  'a segment dropped': dropSegment,
  'a segment replaced by another': replaceSegment,
  'two segments swapped': swapSegments,
  'an earlier state of a segment put back': replaySegment,
  'everything rolled back': rollBack,
  'checkpoints dropped': dropCheckpoints,
  'the log rewritten and signed by another key': signAnew,
};

import type { EncodedRun } from './encoded-runs.ts';

/** Shortest run in bytes that is read: ten characters. */
const shortest = 20;
/** Every run of the shortest length holds one of these places and some behind it. */
const stride = 16;

const space = 0x20;

/** Whether a single visible character and a space stand at `at`. */
const isPair = (bytes: Uint8Array, at: number): boolean =>
  bytes[at]! > space && bytes[at]! < 0x7f && bytes[at + 1] === space;

/** Finds `4 1 1 1   1 1 1 1`: text with a space behind each character; more spaces stand for one. Linear. */
export function spacedRuns(bytes: Buffer, start: number, end: number): EncodedRun[] {
  const runs: EncodedRun[] = [];
  const last = end - 8;
  let done = start;
  for (let at = start; at <= last; at += stride) {
    const from = bytes[at] === space ? at + 1 : at;
    if (bytes[from + 1] !== space || at < done) continue;
    if (!isPair(bytes, from) || !(isPair(bytes, from + 2) || bytes[from + 2] === space)) continue;
    const run = runAround(bytes, from, done, end);
    done = run.end;
    if (run.end - run.start >= shortest) runs.push(run);
  }
  return runs;
}

function runAround(bytes: Buffer, at: number, start: number, end: number): EncodedRun {
  let from = at;
  for (;;) {
    let before = from - 1;
    while (before >= start && bytes[before] === space && from - before < 4) before--;
    if (before === from - 1 || before < start || bytes[before]! >= 0x7f || bytes[before]! <= space) break;
    if (before > start && bytes[before - 1] !== space) break;
    from = before;
  }
  const text: number[] = [];
  let to = from;
  while (to < end && bytes[to]! > space && bytes[to]! < 0x7f) {
    let next = to + 1;
    while (next < end && bytes[next] === space && next - to < 5) next++;
    if (next === to + 1 && next < end) break;
    text.push(bytes[to]!);
    to++;
    if (next >= end) break;
    if (next - to > 1) text.push(space);
    to = next;
  }
  while (to > from && bytes[to - 1] === space) to--;
  return { start: from, end: Math.max(to, at + 1), text: Buffer.from(text) };
}

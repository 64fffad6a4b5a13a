import { wordsOf } from './byte-words.ts';

const comma = 0x2c;
/** A byte that stands in no list of numbers. */
const bad = 0x80;

/** By byte: 1 for a comma, 0 for what else stands in a list of numbers, `bad` for all else. */
const single = new Uint8Array(256).fill(bad);
for (const c of '0123456789+-.eE \n\r\t') single[c.charCodeAt(0)] = 0;
single[comma] = 1;

/** The same for two bytes at once: commas in both, or `bad`. */
const double = new Uint8Array(65_536);
for (let pair = 0; pair < double.length; pair++) {
  const [one, two] = [single[pair & 0xff]!, single[pair >> 8]!];
  double[pair] = one === bad || two === bad ? bad : one + two;
}

/**
 * Commas in `[from, to)`, or -1 when a byte stands there that no list of numbers holds. Two bytes at a time: vectors
 * are most of a request, and what their numbers are matters to nobody but the store.
 */
export function countCommas(json: Buffer, from: number, to: number): number {
  if (from >= to) return 0;
  let commas = 0;
  let seen = 0;
  let i = from;
  if (((json.byteOffset + i) & 1) === 1) {
    seen |= single[json[i]!]!;
    commas += single[json[i]!]! & 1;
    i++;
  }
  const pairs = new Uint16Array(json.buffer, json.byteOffset + i, (to - i) >> 1);
  for (let p = 0; p < pairs.length; p++) {
    const found = double[pairs[p]!]!;
    seen |= found;
    commas += found & 3;
  }
  i += pairs.length * 2;
  if (i < to) {
    seen |= single[json[i]!]!;
    commas += single[json[i]!]! & 1;
  }
  return (seen & bad) === 0 ? commas : -1;
}

/** Words that are counted together: each of the four counters in a word stays below 128. */
const block = 64;

/**
 * Commas in `[from, to)` of what was read as a list of numbers before: four bytes at a time, without a look at what else
 * stands there. An answer may hold a megabyte of vectors.
 */
export function commasOfNumbers(json: Buffer, from: number, to: number): number {
  const words = wordsOf(json);
  const offset = json.byteOffset;
  const first = Math.min(to, from + ((4 - ((offset + from) & 3)) & 3));
  const last = first + ((to - first) & ~3);
  let commas = 0;
  for (let i = from; i < first; i++) if (json[i] === comma) commas++;
  for (let i = last; i < to; i++) if (json[i] === comma) commas++;
  for (let i = (offset + first) >> 2, end = (offset + last) >> 2; i < end; i += block) {
    const stop = Math.min(i + block, end);
    let counters = 0;
    for (let j = i; j < stop; j++) {
      // 0x80 in every byte that is no comma: no carry, for no byte of a number has the bit 0x80.
      counters = (counters + ((~((words[j]! ^ 0x2c2c2c2c) + 0x7f7f7f7f) & 0x80808080) >>> 7)) | 0;
    }
    commas += (counters & 0xff) + ((counters >> 8) & 0xff) + ((counters >> 16) & 0xff) + (counters >>> 24);
  }
  return commas;
}

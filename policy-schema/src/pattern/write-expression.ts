import { type CodePoints, within } from './code-points.ts';
import type { PatternNode } from './pattern-node.ts';

/**
 * A pattern as a JavaScript regular expression **without flags**: V8 runs only those in linear time when backtracking
 * gets out of hand; not those with `u`, `v` or `i`, nor repetitions of more than 16. So cases stand in the sets,
 * repetitions are written out, and characters beyond the first plane are pairs of surrogates. Nothing in it takes half
 * a character.
 */
export function writeExpression(node: PatternNode): string {
  switch (node.kind) {
    case 'one':
      return writeSet(node.of);
    case 'edge':
      return node.edge;
    case 'sequence':
      return node.of
        .map((part) => (part.kind === 'choice' ? `(?:${writeExpression(part)})` : writeExpression(part)))
        .join('');
    case 'choice':
      return node.of.map(writeExpression).join('|');
    case 'repeat':
      return writeRepeat(node);
  }
}

function writeRepeat({ of, least, most, lazy }: PatternNode & { kind: 'repeat' }): string {
  const inner = writeExpression(of);
  const once = of.kind === 'one' ? inner : `(?:${inner})`;
  const lazily = lazy ? '?' : '';
  if (most === Infinity) return `${once.repeat(least)}${once}*${lazily}`;
  const more = most - least;
  return once.repeat(least) + `(?:${once}`.repeat(more) + `)?${lazily}`.repeat(more);
}

const unit = (code: number): string =>
  /[0-9A-Za-z]/.test(String.fromCharCode(code))
    ? String.fromCharCode(code)
    : `\\u${code.toString(16).padStart(4, '0')}`;

const bracket = (ranges: CodePoints): string => {
  const [first] = ranges;
  if (ranges.length === 1 && first![0] === first![1]) return unit(first![0]);
  return `[${ranges.map(([from, to]) => (from === to ? unit(from) : `${unit(from)}-${unit(to)}`)).join('')}]`;
};

const high = (point: number): number => 0xd800 + ((point - 0x10000) >> 10);
const low = (point: number): number => 0xdc00 + ((point - 0x10000) & 0x3ff);

/** Pairs of surrogates for a range beyond the first plane. */
function pairs(from: number, to: number): string[] {
  const [first, last] = [high(from), high(to)];
  const all = [0xdc00, 0xdfff] as const;
  if (first === last) return [`${unit(first)}${bracket([[low(from), low(to)]])}`];
  const written: string[] = [];
  const wholeFrom = low(from) === all[0] ? first : first + 1;
  const wholeTo = low(to) === all[1] ? last : last - 1;
  if (wholeFrom > first) written.push(`${unit(first)}${bracket([[low(from), all[1]]])}`);
  if (wholeFrom <= wholeTo) written.push(`${bracket([[wholeFrom, wholeTo]])}${bracket([all])}`);
  if (wholeTo < last) written.push(`${unit(last)}${bracket([[all[0], low(to)]])}`);
  return written;
}

/** One atom, whatever it takes to write it. */
function writeSet(points: CodePoints): string {
  const plane = [...within(points, 0, 0xd7ff), ...within(points, 0xe000, 0xffff)];
  const beyond = within(points, 0x10000, 0x10ffff).flatMap(([from, to]) => pairs(from, to));
  const parts = [...(plane.length > 0 ? [bracket(plane)] : []), ...beyond];
  return beyond.length === 0 ? parts[0]! : `(?:${parts.join('|')})`;
}

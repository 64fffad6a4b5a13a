import { type Document, isSeq, type Node, type YAMLError, type YAMLSeq } from 'yaml';
import { linesOf } from './lines-of.ts';
import type { ParsedText } from './parsed-text.ts';
import { parseText } from './read-file.ts';
import { moveTree, sameTree, shiftedTree } from './tree-ranges.ts';

/** Fewer rules are parsed as quickly as they are looked for. */
const fewest = 8;

/** A text with how it was parsed. */
export interface ParsedVersion extends ParsedText {
  readonly text: string;
}

/** Rules that stand in both versions, and where the text between them changed. */
interface Frame {
  readonly list: YAMLSeq<Node>;
  /** Where each rule of the version before begins. */
  readonly starts: readonly number[];
  /** Positions of the first and the last rule that the change touches. */
  readonly first: number;
  readonly last: number;
  /** What the text grew by. */
  readonly delta: number;
}

/**
 * Parses a text that differs in few rules from one that was parsed before: everything but the rules that stay as they are,
 * each cut between two neighbours that must come out as before. Undefined where that does not tell, so that the whole has
 * to be parsed. The version before is left as it is.
 */
export function reparse(before: ParsedVersion, text: string): ParsedText | undefined {
  const frame = frameOf(before, text);
  if (frame === undefined) return undefined;
  const { list, starts, first, last, delta } = frame;
  const end = starts.length - 1;
  // The first and the last rule, and those beside the change, are parsed again: what is cut out has rules on both sides.
  const ahead = first > 2 ? { from: starts[1]!, to: starts[first - 1]! } : { from: 0, to: 0 };
  const behind =
    last < end - 2
      ? { from: starts[last + 2]! + delta, to: starts[end]! + delta }
      : { from: text.length, to: text.length };
  const cut = [ahead.to - ahead.from, behind.to - behind.from] as const;
  if (cut[0] + cut[1] === 0) return undefined;
  if (hasTroubleIn(before, [ahead, { from: behind.from - delta, to: behind.to - delta }])) return undefined;
  if (list.flow !== true && !isAligned(before.text, starts, first, last)) return undefined;
  const reduced = text.slice(0, ahead.from) + text.slice(ahead.to, behind.from) + text.slice(behind.to);
  const { documents } = parseText(reduced);
  const [document] = documents;
  const seam = behind.from - cut[0];
  const back = (at: number): number =>
    at < ahead.from ? at : at < seam ? at + cut[0] : at + cut[0] + cut[1];
  const own = document && rulesOf(document);
  if (document === undefined || documents.length !== 1 || own === undefined) return undefined;
  if (own.flow !== list.flow) return undefined;
  moveTree(document.contents as Node, back);
  const kept = [first === 0 ? [] : first === 1 ? [0] : [0, first - 1], behindOf(last, end)] as const;
  const items = own.items;
  const middle = items.length - kept[0].length - kept[1].length;
  if (middle < 0) return undefined;
  for (const [i, position] of kept[0].entries())
    if (!sameTree(list.items[position], items[i], 0)) return undefined;
  for (const [i, position] of kept[1].entries())
    if (!sameTree(list.items[position], items[kept[0].length + middle + i], delta)) return undefined;
  // Comments in front of a rule behind a cut are those of another one here.
  own.items = [
    ...(first > 2 ? [items[0]!, ...list.items.slice(1, first)] : items.slice(0, kept[0].length)),
    ...items.slice(kept[0].length, kept[0].length + middle),
    ...(last < end - 2
      ? [items.at(-2)!, ...list.items.slice(last + 2).map((item) => shiftedTree(item, delta))]
      : items.slice(kept[0].length + middle)),
  ];
  for (const issue of [...document.errors, ...document.warnings]) moveIssue(issue, back);
  const [start, contents, over] = document.range ?? [0, 0, 0];
  document.range = [back(start), back(contents), back(over)];
  return { documents, lines: linesOf(text) };
}

const behindOf = (last: number, end: number): readonly number[] =>
  last === end ? [] : last === end - 1 ? [end] : [last + 1, end];

function frameOf({ text: old, documents }: ParsedVersion, text: string): Frame | undefined {
  const [document] = documents;
  if (document === undefined || documents.length !== 1) return undefined;
  const list = rulesOf(document);
  if (list === undefined || list.items.length < fewest) return undefined;
  const starts = list.items.map((item) => item.range?.[0] ?? -1);
  if (starts.some((at, i) => at < 0 || at <= (starts[i - 1] ?? -1))) return undefined;
  const shorter = Math.min(old.length, text.length);
  let same = 0;
  while (same < shorter && old.charCodeAt(same) === text.charCodeAt(same)) same++;
  let tail = 0;
  while (
    tail < shorter - same &&
    old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)
  )
    tail++;
  const until = old.length - tail;
  const first = Math.max(
    0,
    starts.findLastIndex((at) => at < same),
  );
  const last = Math.max(
    first,
    starts.findLastIndex((at) => at <= until),
  );
  return { list, starts, first, last, delta: text.length - old.length };
}

function rulesOf(document: Document): YAMLSeq<Node> | undefined {
  const list = document.getIn(['spec', 'rules'], true);
  return isSeq(list) ? (list as YAMLSeq<Node>) : undefined;
}

/** Whether what is cut out begins and ends in one column, so that what stands around it keeps its own. */
function isAligned(text: string, starts: readonly number[], first: number, last: number): boolean {
  const columnOf = (at: number): number => at - text.lastIndexOf('\n', at - 1);
  const same = (a: number, b: number): boolean => columnOf(starts[a]!) === columnOf(starts[b]!);
  return (
    (first <= 2 || same(1, first - 1)) && (last >= starts.length - 3 || same(last + 2, starts.length - 1))
  );
}

const hasTroubleIn = (
  { documents }: ParsedVersion,
  parts: readonly { readonly from: number; readonly to: number }[],
): boolean =>
  documents.some(({ errors, warnings }) =>
    [...errors, ...warnings].some(({ pos: [start, end] }) =>
      parts.some(({ from, to }) => from < to && start <= to && end >= from),
    ),
  );

function moveIssue(issue: YAMLError, back: (at: number) => number): void {
  issue.pos = [back(issue.pos[0]), back(issue.pos[1])];
}

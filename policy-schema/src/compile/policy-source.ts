import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';
import type { PlacedProblem } from './problem.ts';
import { type Remedy, remedyParts } from './remedy.ts';
import type { RuleNote, RuleNotes } from './rule-notes.ts';

export type Path = readonly (string | number)[];

/** One YAML document of one file, with the way from places in it to lines and columns. */
export class PolicySource {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly problems: PlacedProblem[];
  /** Rules of the right shape: the rest of their meaning can be checked, whatever is wrong elsewhere. */
  readonly sound = new Set<Node>();
  /** Rules that are so but for keys that nobody knows. */
  readonly near = new Set<Node>();
  /** Offsets of aliases, of keys that are no text, and of those that stand twice: what holds one cannot be read out. */
  readonly unreadable: number[] = [];
  readonly #lines: LineCounter;
  readonly #notes: RuleNotes | undefined;
  #noted: Map<unknown, RuleNote> | undefined;

  constructor(
    file: string,
    text: string,
    document: Document,
    lines: LineCounter,
    problems: PlacedProblem[],
    notes?: RuleNotes,
  ) {
    this.file = file;
    this.text = text;
    this.document = document;
    this.problems = problems;
    this.#lines = lines;
    this.#notes = notes;
  }

  /** What is noted about a rule of this text, or is to be: undefined for what is no rule, or may read otherwise elsewhere. */
  noteOf(node: unknown): RuleNote | undefined {
    if (this.#notes === undefined) return undefined;
    this.#noted ??= this.#findNotes(this.#notes);
    return this.#noted.get(node);
  }

  #findNotes(notes: RuleNotes): Map<unknown, RuleNote> {
    const list = this.document.getIn(['spec', 'rules'], true);
    const { errors, warnings, directives } = this.document;
    const trouble = [...errors, ...warnings].map(({ pos }) => pos);
    // Where much is broken, or words read otherwise, a rule of the same text may not be the same rule.
    if (!isSeq(list) || trouble.length > 20 || directives?.yaml.explicit === true) return new Map();
    const flow = list.flow === true ? 'flow' : 'block';
    return new Map(
      list.items.flatMap((node) => {
        if (!isNode(node) || !node.range) return [];
        const [start, , end] = node.range;
        if (trouble.some(([from, to]) => from <= end && to >= start)) return [];
        return [[node, notes.of(`${flow} ${this.text.slice(start, end)}`)]];
      }),
    );
  }

  /** Whether a node can be read out as plain data. */
  isReadable({ range }: Node): boolean {
    const [start, , end] = range ?? [0, 0, 0];
    return !this.unreadable.some((at) => start <= at && at <= end);
  }

  /** 1-based line of an offset. */
  lineOf(offset: number): number {
    return this.#lines.linePos(offset).line;
  }

  /** Reports a problem between two offsets of the file. */
  report(start: number, end: number, code: string, message: string, remedy: Remedy): void {
    const first = Math.max(0, start);
    const last = Math.max(first, end);
    const from = this.#lines.linePos(first);
    const to = this.#lines.linePos(last);
    this.problems.push({
      file: this.file,
      line: from.line,
      column: from.col,
      endLine: to.line,
      endColumn: to.col,
      start: first,
      end: last,
      code,
      severity: 'error',
      message,
      ...remedyParts(remedy),
    });
  }

  /** Reports at a node. */
  at(node: unknown, code: string, message: string, remedy: Remedy): void {
    const [start, end] = isNode(node) && node.range ? node.range : [0, 0];
    this.report(start, end, code, message, remedy);
  }

  /** Reports at the value that stands at a path; where there is none, at the nearest thing above it. */
  atPath(path: Path, code: string, message: string, remedy: Remedy): void {
    for (let length = path.length; length >= 0; length--) {
      const node = this.nodeAt(path.slice(0, length));
      if (node?.range) {
        this.at(node, code, message, remedy);
        return;
      }
    }
    this.report(0, 0, code, message, remedy);
  }

  /** Reports at the key that stands at a path. */
  atKey(path: Path, code: string, message: string, remedy: Remedy): void {
    const key = this.pairAt(path)?.key;
    if (isNode(key)) this.at(key, code, message, remedy);
    else this.atPath(path, code, message, remedy);
  }

  nodeAt(path: Path): Node | undefined {
    const node = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    return isNode(node) ? node : undefined;
  }

  pairAt(path: Path): Pair | undefined {
    const parent = this.nodeAt(path.slice(0, -1));
    if (!isMap(parent)) return undefined;
    const name = path.at(-1);
    return parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === name);
  }
}

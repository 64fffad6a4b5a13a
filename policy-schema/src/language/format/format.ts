import { type Document, isMap, isSeq, type Node, parseAllDocuments, type YAMLMap, type YAMLSeq } from 'yaml';
import type { PlacedProblem } from '../../compile/problem.ts';
import { readFile } from '../../compile/read-file.ts';
import { tightLists } from './tight-lists.ts';

/** Columns of a line. */
const width = 110;

const style = {
  indent: 2,
  indentSeq: true,
  lineWidth: 0,
  flowCollectionPadding: true,
  directives: null,
} as const;

/** Why a text cannot be formatted, or what it is when it is. */
export type Formatted =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string };

/**
 * A policy file in the one style: two spaces, lists indented below their key, `{ a: b }` and `[a, b]` on one line where
 * they fit. Comments, quotes and the order of keys stay. What cannot be read is left as it is.
 */
export function format(path: string, text: string): Formatted {
  let formatted = once(path, text);
  // Comments in odd places settle at the second time; what never does is left alone.
  for (let times = 0; times < 3 && formatted.ok; times++) {
    const again = once(path, formatted.text);
    if (!again.ok || again.text === formatted.text) return again;
    formatted = again;
  }
  return formatted.ok ? { ok: false, why: 'The file cannot be brought into one form.' } : formatted;
}

function once(path: string, text: string): Formatted {
  const problems: PlacedProblem[] = [];
  const documents = readFile(path, text, problems).map(({ document }) => document);
  const [first] = problems;
  if (first !== undefined) return { ok: false, why: `Line ${first.line}: ${first.message} ${first.remedy}` };
  const ending = /\r\n/.test(text) ? '\r\n' : '\n';
  const written = path.endsWith('.json') ? json(documents) : documents.map(yaml).join('');
  if (written === undefined) return { ok: false, why: 'A file of JSON holds one document.' };
  // A formatter that changes a meaning would be worse than none.
  if (!sameMeaning(text, written))
    return { ok: false, why: 'The file cannot be formatted without changing it.' };
  return { ok: true, text: ending === '\n' ? written : written.replaceAll('\n', ending) };
}

const json = (documents: readonly Document[]): string | undefined =>
  documents.length === 1 ? `${JSON.stringify(documents[0]!.toJS(), undefined, 2)}\n` : undefined;

function yaml(document: Document, index: number): string {
  const own = document.clone() as Document;
  let text = '';
  // What does not fit on a line becomes a block, from the outside in.
  for (let depth = 0; depth < 10; depth++) {
    text = tightLists(own.toString(style));
    if (!breakLongLines(own, text)) break;
  }
  return index === 0 || text.startsWith('---') ? text : `---\n${text}`;
}

/** Turns the outermost flow collections on lines that are too long into blocks; whether there were any. */
function breakLongLines(document: Document, text: string): boolean {
  if (!text.split('\n').some((line) => line.length > width)) return false;
  const parsed = parseAllDocuments(text, { uniqueKeys: false })[0] as Document | undefined;
  if (parsed === undefined) return false;
  let broken = false;
  const visit = (node: unknown, twin: unknown): void => {
    if (!(isMap(node) || isSeq(node)) || !(isMap(twin) || isSeq(twin))) return;
    if (twin.flow === true) {
      const [start, end] = twin.range ?? [0, 0];
      const from = text.lastIndexOf('\n', start - 1) + 1;
      const to = text.indexOf('\n', end - 1);
      if ((to === -1 ? text.length : to) - from <= width || node.items.length === 0) return;
      node.flow = false;
      broken = true;
      return;
    }
    const pairs = (one: YAMLMap | YAMLSeq): unknown[] =>
      isMap(one) ? one.items.map(({ value }) => value) : [...one.items];
    const twins = pairs(twin);
    for (const [i, inner] of pairs(node).entries()) visit(inner, twins[i]);
  };
  visit(document.contents as Node, parsed.contents);
  return broken;
}

const sameMeaning = (before: string, after: string): boolean => {
  const read = (text: string): string => {
    const parsed = parseAllDocuments(text, { version: '1.2', uniqueKeys: false });
    return JSON.stringify(
      (Array.isArray(parsed) ? parsed : []).map((document) =>
        document.errors.length > 0 ? document.errors.length : document.toJS(),
      ),
    );
  };
  return read(before) === read(after);
};

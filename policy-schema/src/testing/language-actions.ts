import type { Analysis } from '../language/analyse.ts';
import {
  applyChanges,
  complete,
  conditionTokens,
  diagnose,
  fixesFor,
  folds,
  format,
  hover,
  inlayHints,
  lenses,
  namedAt,
  type PolicySymbol,
  refactorings,
  rename,
  selections,
  symbols,
} from '../language/index.ts';
import { type TestDocument, testPath } from './language-document.ts';

type Action = (analysis: Analysis, document: TestDocument, argument: string) => string;

const at = ({ offset }: TestDocument): number => {
  if (offset === undefined) throw new Error('the document has no cursor');
  return offset;
};

/** Both ends of what nobody would read whole. */
const ends = (text: string): string => `${text.slice(0, 30)} … ${text.slice(-20)}`;

const place = ({ lines, file }: Analysis, { hidden }: TestDocument, start: number, end: number): string => {
  const { line, character } = lines.positionAt(start);
  const pointed = file.text.slice(start, end).split('\n');
  const [first = ''] = pointed;
  const shown = pointed.length > 1 ? `${first}…` : first.length > 200 ? ends(first) : first;
  return `${line + 1 - hidden.lines}:${character + 1 - hidden.columns} «${shown}»`;
};

/** Marks the caret of a snippet, and shows what it holds. */
const plain = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace(/\\\$/g, '\u0000')
    .replace(/\$\d/g, '')
    .replaceAll('\u0000', '$');

/** As editors do it: further lines are indented as the one that is written into. */
const indented = (insert: string, text: string, offset: number): string => {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return insert.replaceAll('\n', `\n${/^[ \t]*/.exec(line)?.[0] ?? ''}`);
};

const outline = (list: readonly PolicySymbol[], depth: string): string =>
  list
    .map(
      ({ name, kind, detail, children }) =>
        `${depth}${kind} ${name}${detail === '' ? '' : ` (${detail})`}\n${outline(children, `${depth}  `)}`,
    )
    .join('');

/** What tests of the language may do, by the words behind "When". */
export const actions: Readonly<Record<string, Action>> = {
  complete: (analysis, document) =>
    complete(analysis, at(document))
      .map(({ label, detail }) => (detail === undefined ? label : `${label}: ${detail}`))
      .join('\n'),
  accept: (analysis, document, label) => {
    const one = complete(analysis, at(document)).find((completion) => completion.label === label);
    if (one === undefined) return 'nothing';
    const text = indented(one.isSnippet ? plain(one.insert) : one.insert, analysis.file.text, one.start);
    return document.shown(applyChanges(analysis.file.text, [{ start: one.start, end: one.end, text }]));
  },
  diagnose: (analysis, document) =>
    diagnose(analysis)
      .map(
        ({ start, end, severity, code, message, remedy }) =>
          `${place(analysis, document, start, end)} ${severity} ${code}\n  ${message}\n  ${remedy}`,
      )
      .join('\n'),
  fix: (analysis, document, code) => {
    const diagnostic = diagnose(analysis).find((one) => one.code === code);
    const fixes = diagnostic === undefined ? [] : fixesFor(analysis, diagnostic);
    const [first] = fixes;
    if (first === undefined) return 'nothing';
    const others = fixes.slice(1).map(({ title }) => `or: ${title}\n`);
    return `${first.title}\n${others.join('')}---\n${document.shown(applyChanges(analysis.file.text, first.changes))}`;
  },
  refactor: (analysis, document, title) => {
    const all = refactorings(analysis, at(document));
    if (title === '') return all.map((one) => one.title).join('\n') || 'nothing';
    const one = all.find((action) => action.title.startsWith(title));
    return one === undefined
      ? 'nothing'
      : `${one.title}\n---\n${document.shown(applyChanges(analysis.file.text, one.changes))}`;
  },
  hover: (analysis, document) => {
    const found = hover(analysis, at(document));
    return found === undefined
      ? 'nothing'
      : `${place(analysis, document, found.start, found.end)}\n${found.markdown}`;
  },
  format: (analysis, document) => {
    const formatted = format(testPath, analysis.file.text);
    return formatted.ok ? document.shown(formatted.text) : formatted.why;
  },
  symbols: (analysis) => outline(symbols(analysis), ''),
  folds: (analysis, { hidden }) =>
    folds(analysis)
      .map(({ startLine, endLine }) => `${startLine + 1 - hidden.lines}–${endLine + 1 - hidden.lines}`)
      .join('\n'),
  select: (analysis, document) =>
    selections(analysis, at(document))
      .map(({ start, end }) => place(analysis, document, start, end))
      .join('\n'),
  references: (analysis, document) =>
    namedAt(analysis, at(document))
      ?.references.map(({ start, end }) => place(analysis, document, start, end))
      .join('\n') ?? 'nothing',
  rename: (analysis, document, name) => {
    const renamed = rename(analysis, at(document), name);
    if (!renamed.ok) return renamed.why;
    const changes = renamed.places.map(({ start, end }) => ({ start, end, text: renamed.text }));
    return document.shown(applyChanges(analysis.file.text, changes));
  },
  colour: (analysis, document) =>
    conditionTokens(analysis)
      .map(({ start, end, kind }) => `${place(analysis, document, start, end)} ${kind}`)
      .join('\n'),
  lenses: (analysis) =>
    lenses(analysis)
      .map(({ kind, text }) => `${kind}: ${text}`)
      .join('\n'),
  hints: (analysis, document) => {
    const { text } = analysis.file;
    return document.shown(
      applyChanges(
        text,
        inlayHints(analysis).map(({ at, text }) => ({ start: at, end: at, text: ` «${text}»` })),
      ),
    );
  },
};

import { Document, isScalar, parseAllDocuments } from 'yaml';
import { checkHygiene } from './check-hygiene.ts';
import { linesOf } from './lines-of.ts';
import type { ParsedText } from './parsed-text.ts';
import { PolicySource } from './policy-source.ts';
import type { PlacedProblem } from './problem.ts';
import type { RuleNotes } from './rule-notes.ts';
import { whatIsOpen } from './what-is-open.ts';

/** What a policy file may weigh, in UTF-16 units: larger ones belong in several files. */
export const largestFile = 1_000_000;

const remedies: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'Line the entries of one block up below each other.',
  MISSING_CHAR: 'Close what is open: a quote, a bracket or a brace.',
  BLOCK_AS_IMPLICIT_KEY: 'Put the value in quotes: it holds a colon.',
  UNEXPECTED_TOKEN: 'Put the whole value in quotes.',
  BAD_DQ_ESCAPE: 'Use single quotes, in which a backslash is itself, or write \\\\ for it.',
  TAG_RESOLVE_FAILED: 'Remove the tag; put text in quotes.',
  MULTIPLE_ANCHORS: 'Write the value out.',
};

/** Messages about what was begun and not ended. */
const isOpen = /^Missing closing|end with a [\]}]/;

const remedyFor = (code: string, message: string): string => {
  if (isOpen.test(message)) return 'Close what is open: a quote, a bracket or a brace.';
  if (/^Implicit map keys need/.test(message)) return 'Write a colon and a value behind the key.';
  return remedies[code] ?? 'Correct the YAML here.';
};

const sentence = (text: string): string =>
  `${text
    .split('\n')[0]!
    .replace(/ at line \d+, column \d+:?$/, '')
    .replace(/[.:]$/, '')
    .replace(/ ["']quote$/, ' quote')}.`;

const isEmpty = ({ contents }: Document): boolean =>
  contents === null || (isScalar(contents) && contents.value === null);

/** Parses a text; one that is too large gives no documents. */
export function parseText(text: string, most = largestFile): ParsedText {
  if (text.length > most) return { documents: [], lines: linesOf('') };
  const parsed = parseAllDocuments(text, {
    version: '1.2',
    // Looked for with the rest of the hygiene: the parser's own search is quadratic.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
  });
  return { documents: Array.isArray(parsed) ? parsed : [], lines: linesOf(text) };
}

/**
 * Reads one file into its documents. Those that cannot be read are reported, and left out unless `tolerant`: an editor
 * has something to say about the rest of a half-typed one.
 */
export function readFile(
  file: string,
  text: string,
  problems: PlacedProblem[],
  parsed?: ParsedText,
  tolerant = false,
  notes?: RuleNotes,
  most = largestFile,
): PolicySource[] {
  const { documents, lines } = parsed ?? parseText(text, most);
  if (text.length > most) {
    const first = new PolicySource(file, text, new Document({}), lines, problems);
    first.report(
      0,
      0,
      'file-too-large',
      `The file has more than ${most.toLocaleString('en')} characters: nothing in it is checked, and it does not load.`,
      'Split it into several files.',
    );
    return [];
  }
  if (documents.every((document) => isEmpty(document) && document.errors.length === 0)) {
    const empty = new PolicySource(file, text, new Document({}), lines, problems);
    empty.report(
      0,
      0,
      'document-empty',
      'The file holds no policy.',
      'Write a policy into it, or delete the file.',
    );
    return [];
  }
  return documents
    .map((document) => new PolicySource(file, text, document, lines, problems, notes))
    .filter((source) => {
      const before = problems.length;
      let looked = false;
      for (const issue of [...source.document.errors, ...source.document.warnings]) {
        const code = `yaml-${issue.code.toLowerCase().replaceAll('_', '-')}`;
        const message = sentence(issue.message);
        // Of many the first is looked for: the others follow from it.
        const open =
          isOpen.test(message) && !looked ? whatIsOpen(source.document, text, issue.pos[0]) : undefined;
        looked ||= isOpen.test(message);
        const [start, end] = open === undefined ? issue.pos : [open, open + 1];
        source.report(start, end, code, message, remedyFor(issue.code, message));
      }
      const { yaml } = source.document.directives ?? {};
      if (yaml?.version === '1.1')
        source.report(
          0,
          0,
          'yaml-version',
          'YAML 1.1 reads words such as no as values.',
          'Remove the %YAML line: policies are YAML 1.2.',
        );
      if (isEmpty(source.document) && problems.length === before) {
        const [at] = source.document.contents?.range ?? [0];
        source.report(
          at,
          at,
          'document-empty',
          'The document between two --- is empty.',
          'Remove the surplus ---.',
        );
      }
      const goesOn = tolerant && !isEmpty(source.document);
      if (goesOn || problems.length === before) checkHygiene(source);
      return goesOn || problems.length === before;
    });
}

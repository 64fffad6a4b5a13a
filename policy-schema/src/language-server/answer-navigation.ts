import {
  type Connection,
  type Location,
  ResponseError,
  type SelectionRange,
  type TextEdit,
} from 'vscode-languageserver';
import { type Analysis, namedAt, type Place, rename, selections, TextLines } from '../language/index.ts';
import { toEdits } from './conversions.ts';

/** What a request about a document gets; nothing for one that is not open. */
export type About = <Answer>(uri: string, answer: (analysis: Analysis) => Answer) => Promise<Answer | null>;

/** The code of an answer that says what was wrong with the question. */
const invalidParams = -32_602;

/** Answers what is about places: selections, definitions, references, names. */
export function answerNavigation(
  connection: Connection,
  about: About,
  uriOf: (path: string) => string,
): void {
  const locationOf = (analysis: Analysis, { file, start, end }: Place): Location => ({
    uri: uriOf(file),
    range: linesOf(analysis, file).range(start, end),
  });
  connection.onSelectionRanges(({ textDocument, positions }) =>
    about(textDocument.uri, (analysis) =>
      positions.map((position) => selectionAt(analysis, analysis.lines.offsetAt(position))),
    ),
  );
  connection.onDefinition(({ textDocument, position }) =>
    about(textDocument.uri, (analysis) => {
      const named = namedAt(analysis, analysis.lines.offsetAt(position));
      return named === undefined ? null : locationOf(analysis, named.definition);
    }),
  );
  connection.onReferences(({ textDocument, position }) =>
    about(textDocument.uri, (analysis) =>
      (namedAt(analysis, analysis.lines.offsetAt(position))?.references ?? []).map((one) =>
        locationOf(analysis, one),
      ),
    ),
  );
  connection.onPrepareRename(({ textDocument, position }) =>
    about(textDocument.uri, (analysis) => {
      const offset = analysis.lines.offsetAt(position);
      const named = namedAt(analysis, offset);
      const here = named?.references.find(
        ({ file, start, end }) => file === analysis.file.path && start <= offset && offset <= end,
      );
      return named === undefined || here === undefined
        ? null
        : { range: analysis.lines.range(here.start, here.end), placeholder: named.name };
    }),
  );
  connection.onRenameRequest(({ textDocument, position, newName }) =>
    about(textDocument.uri, (analysis) => {
      const renamed = rename(analysis, analysis.lines.offsetAt(position), newName);
      if (!renamed.ok) return new ResponseError(invalidParams, renamed.why);
      const changes: Record<string, TextEdit[]> = {};
      for (const { file, start, end } of renamed.places) {
        const uri = uriOf(file);
        const edits = toEdits(linesOf(analysis, file), [{ start, end, text: renamed.text }]);
        changes[uri] = [...(changes[uri] ?? []), ...edits];
      }
      return { changes };
    }),
  );
}

/** The smallest range at an offset, within the next larger, and so on. */
function selectionAt(analysis: Analysis, offset: number): SelectionRange {
  const [whole, ...inner] = selections(analysis, offset)
    .map(({ start, end }) => analysis.lines.range(start, end))
    .reverse();
  let found: SelectionRange = { range: whole ?? analysis.lines.range(0, 0) };
  for (const range of inner) found = { range, parent: found };
  return found;
}

function linesOf(analysis: Analysis, file: string): TextLines {
  if (file === analysis.file.path) return analysis.lines;
  const text = analysis.compilation.sources.find((source) => source.file === file)?.text ?? '';
  return new TextLines(text);
}

import type { Connection } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type Hover,
  MarkupKind,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import {
  completeTests,
  hoverTests,
  listTests,
  type RanTests,
  runTests,
  type TestTally,
  tallyTests,
  testFixes,
  testSymbols,
} from '../test-run/index.ts';
import { toCodeAction, toCompletion, toSymbol } from './conversions.ts';
import type { PolicyTests, TestsAtHand } from './policy-tests.ts';

type Problem = TestsAtHand['prepared']['problems'][number];

const toDiagnostic = (
  { lines }: TestsAtHand,
  { start, end, code, message, remedy }: Problem,
): Diagnostic => ({
  range: lines.range(start, Math.max(end, start + 1)),
  severity: DiagnosticSeverity.Error,
  code,
  source: 'vectorgate',
  message: `${message} ${remedy}`,
});

/** What keeps tests from being run, at its place; of policies that do not load it is said at the top. */
export async function testDiagnostics(tests: PolicyTests, { uri }: TextDocument): Promise<Diagnostic[]> {
  const found = await tests.at(uri);
  const own = found.prepared.problems.map((problem) => toDiagnostic(found, problem));
  if (found.trouble === undefined) return own;
  const range = found.lines.range(0, found.lines.line(0).length);
  const severity = DiagnosticSeverity.Warning;
  return [{ range, severity, source: 'vectorgate', message: found.trouble }, ...own];
}

export async function testCompletions(
  tests: PolicyTests,
  { uri }: TextDocument,
  position: Position,
  snippets: boolean,
): Promise<CompletionItem[]> {
  // What is completed of tests is YAML: in a file of JSON it would have to be written another way.
  if (uri.endsWith('.json')) return [];
  const { prepared, lines, environment, policies } = await tests.at(uri);
  const found = completeTests(prepared, lines.offsetAt(position), { environment, places: policies?.places });
  return found.map((one, i) => toCompletion(lines, one, i, snippets));
}

export async function testActions(
  tests: PolicyTests,
  { uri }: TextDocument,
  range: Range,
): Promise<CodeAction[]> {
  const found = await tests.at(uri);
  const [from, to] = [found.lines.offsetAt(range.start), found.lines.offsetAt(range.end)];
  const near = found.prepared.problems.filter(({ start, end }) => start <= to && end >= from);
  return near.flatMap((problem) =>
    testFixes(problem).map((fix) => toCodeAction(found, uri, fix, toDiagnostic(found, problem))),
  );
}

export async function testHover(
  tests: PolicyTests,
  { uri }: TextDocument,
  position: Position,
): Promise<Hover | null> {
  const { prepared, lines, policies } = await tests.at(uri);
  const found = hoverTests(prepared, lines.offsetAt(position), policies);
  if (found === undefined) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: found.markdown },
    range: lines.range(found.start, found.end),
  };
}

export async function testOutline(tests: PolicyTests, { uri }: TextDocument): Promise<DocumentSymbol[]> {
  const { prepared, lines } = await tests.at(uri);
  return testSymbols(prepared).map((one) => toSymbol(lines, one));
}

/** Answers the requests by which editors list and run tests. */
export function serveTests(connection: Connection, tests: PolicyTests): void {
  connection.onRequest(listTests, ({ uri }: { uri: string }) => tests.list(uri));
  connection.onRequest(
    runTests,
    ({ uri, ids }: { uri: string; ids?: readonly string[] }): Promise<RanTests> => tests.run(uri, ids),
  );
  connection.onRequest(
    tallyTests,
    ({ uri, policy }: { uri: string; policy: string }): Promise<TestTally | null> => tests.tally(uri, policy),
  );
}

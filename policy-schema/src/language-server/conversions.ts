import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type InlayHint as ProtocolHint,
  SymbolKind,
  type TextEdit,
} from 'vscode-languageserver-types';
import type {
  Analysis,
  Completion,
  Fix,
  InlayHint,
  Lens,
  PolicyDiagnostic,
  PolicySymbol,
  TextChange,
  TextLines,
} from '../language/index.ts';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

/** A diagnostic of ours as the protocol has it. `uriOf` gives the address of a file's path. */
export function toDiagnostic(
  { lines }: Analysis,
  diagnostic: PolicyDiagnostic,
  uriOf: (path: string) => string,
): Diagnostic {
  const { start, end, severity, code, message, remedy, related, unnecessary } = diagnostic;
  return {
    range: lines.range(start, end),
    severity: severities[severity],
    code,
    source: 'vectorgate',
    message: `${message} ${remedy}`,
    ...(unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related !== undefined && {
      relatedInformation: related.map((one) => ({
        location: {
          uri: uriOf(one.file),
          range: { start: { line: one.line, character: 0 }, end: { line: one.line, character: 999 } },
        },
        message: one.message,
      })),
    }),
  };
}

/** What a click on counts asks of the editor: to show what was asked and is about the rule. */
export const trafficCommand = 'vectorgate.whatIfOfRule';

export const toLens = (lines: TextLines, { at, kind, text, rule }: Lens): CodeLens => ({
  range: lines.range(at, at),
  command:
    kind === 'traffic'
      ? { title: text, command: trafficCommand, arguments: [rule] }
      : { title: text, command: '' },
});

export const toInlayHint = (lines: TextLines, { at, text }: InlayHint): ProtocolHint => ({
  position: lines.positionAt(at),
  label: text,
  paddingLeft: true,
});

export const toEdits = (lines: TextLines, changes: readonly TextChange[]): TextEdit[] =>
  changes.map(({ start, end, text }) => ({ range: lines.range(start, end), newText: text }));

export const toCodeAction = (
  { lines }: Pick<Analysis, 'lines'>,
  uri: string,
  fix: Fix,
  diagnostic: Diagnostic,
): CodeAction => ({
  title: fix.title,
  kind: CodeActionKind.QuickFix,
  diagnostics: [diagnostic],
  isPreferred: fix.preferred ?? false,
  edit: { changes: { [uri]: toEdits(lines, fix.changes) } },
});

/** Something to be done where the cursor is, whatever is said of it. */
export const toRefactoring = ({ lines }: Pick<Analysis, 'lines'>, uri: string, fix: Fix): CodeAction => ({
  title: fix.title,
  kind: CodeActionKind.RefactorRewrite,
  edit: { changes: { [uri]: toEdits(lines, fix.changes) } },
});

const kinds = {
  key: CompletionItemKind.Property,
  word: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Value,
  field: CompletionItemKind.Field,
  rule: CompletionItemKind.Snippet,
  variable: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
} as const;

/** A snippet as plain text, for editors that know none. */
const plain = (snippet: string): string =>
  snippet.replace(
    /\\([\\$}])|\$\{\d+:([^}]*)\}|\$\d/g,
    (_, marked: string | undefined, inner: string | undefined) => marked ?? inner ?? '',
  );

export function toCompletion(
  lines: TextLines,
  completion: Completion,
  index: number,
  snippets: boolean,
): CompletionItem {
  const { label, kind, insert, isSnippet, detail, documentation, filter, start, end } = completion;
  return {
    label,
    kind: kinds[kind],
    sortText: String(index).padStart(4, '0'),
    ...(detail !== undefined && { detail, labelDetails: { description: detail } }),
    ...(filter !== undefined && { filterText: filter }),
    ...(documentation !== undefined && {
      documentation: { kind: MarkupKind.Markdown, value: documentation },
    }),
    insertTextFormat: isSnippet && snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.adjustIndentation,
    textEdit: { range: lines.range(start, end), newText: isSnippet && !snippets ? plain(insert) : insert },
  };
}

const symbolKinds = {
  policy: SymbolKind.Package,
  rule: SymbolKind.Class,
  pattern: SymbolKind.Constant,
  tests: SymbolKind.Package,
  identity: SymbolKind.Constant,
  operation: SymbolKind.Event,
  test: SymbolKind.Method,
  catalogue: SymbolKind.Package,
  connection: SymbolKind.Namespace,
  collection: SymbolKind.Struct,
  issuer: SymbolKind.Constant,
} as const;

export const toSymbol = (lines: TextLines, symbol: PolicySymbol): DocumentSymbol => ({
  name: symbol.name,
  detail: symbol.detail,
  kind: symbolKinds[symbol.kind],
  range: lines.range(Math.min(symbol.start, symbol.nameStart), Math.max(symbol.end, symbol.nameEnd)),
  selectionRange: lines.range(symbol.nameStart, symbol.nameEnd),
  children: symbol.children.map((child) => toSymbol(lines, child)),
});

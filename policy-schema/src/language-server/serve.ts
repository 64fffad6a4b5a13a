import {
  CodeActionKind,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type Analysis,
  complete,
  conditionTokens,
  diagnose,
  diagnoseTraffic,
  fixesFor,
  folds,
  format,
  hover,
  inlayHints,
  lenses,
  type PolicyDiagnostic,
  refactorings,
  type Surroundings,
  symbols,
  TextLines,
  tokenKinds,
} from '../language/index.ts';
import { isTestFile } from '../test-run/index.ts';
import type { AddressedFiles } from './addressed-files.ts';
import { type About, answerNavigation } from './answer-navigation.ts';
import {
  toCodeAction,
  toCompletion,
  toDiagnostic,
  toEdits,
  toInlayHint,
  toLens,
  toRefactoring,
  toSymbol,
} from './conversions.ts';
import { EditorFiles } from './editor-files.ts';
import { fixAll } from './fix-all.ts';
import { KnownSurroundings } from './known-surroundings.ts';
import { PolicyDocuments } from './policy-documents.ts';
import { PolicyTests } from './policy-tests.ts';
import { semanticTokens } from './semantic-tokens.ts';
import {
  serveTests,
  testActions,
  testCompletions,
  testDiagnostics,
  testHover,
  testOutline,
} from './serve-tests.ts';
import { ServedCatalogue } from './served-catalogue.ts';
import { ServedFiles } from './served-files.ts';
import { ServedTraffic } from './served-traffic.ts';
import { TypingPause } from './typing-pause.ts';

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  completionProvider: { triggerCharacters: [':', ' ', '[', '{', ',', '"', '.', '$'] },
  hoverProvider: true,
  codeActionProvider: {
    codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, CodeActionKind.SourceFixAll],
  },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  documentFormattingProvider: true,
  codeLensProvider: {},
  inlayHintProvider: true,
  semanticTokensProvider: { legend: { tokenTypes: [...tokenKinds], tokenModifiers: [] }, full: true },
};

/** One that is not saved yet has no name: its language tells. */
const isTest = ({ uri, languageId }: TextDocument): boolean =>
  languageId === 'vectorgate-policy-test' || isTestFile(uri);

/**
 * Answers an editor over a connection: a thin host of the language core, in a process or in a browser. Without `disk` all that
 * lies around documents is asked of the editor.
 */
export function serve(connection: Connection, disk?: AddressedFiles): void {
  const open = new TextDocuments(TextDocument);
  const warn = (text: string): void => connection.console.warn(text);
  const files = new ServedFiles(disk, new EditorFiles(connection, warn));
  const { pathOf, uriOf } = files;
  const documents = new PolicyDocuments(() => open.all(), files, new KnownSurroundings(files, warn));
  const tests = new PolicyTests(() => open.all(), files);
  let snippets = false;
  let refreshesLenses = false;
  let refreshesHints = false;
  const refreshLenses = (): void => {
    if (refreshesLenses) connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  };
  const catalogue = new ServedCatalogue(connection, documents, () => {
    lookSoon(0);
    refreshLenses();
    if (refreshesHints) connection.sendRequest('workspace/inlayHint/refresh').catch(() => undefined);
  });
  const traffic = new ServedTraffic(connection, () => {
    refreshLenses();
    tellTraffic();
  });
  const withTraffic = (uri: string, analysis: Analysis): Analysis => ({
    ...analysis,
    surroundings: { ...analysis.surroundings, now: Date.now(), traffic: traffic.of(uri) },
  });
  let watches = false;

  const use = (settings: unknown): void => {
    documents.severities = severitiesOf(settings);
    documents.changed();
  };
  const found = new WeakMap<Analysis, readonly PolicyDiagnostic[]>();
  /** What is wrong in a policy, looked for once: each place that the cursor comes to asks for fixes. */
  const diagnosed = (analysis: Analysis): readonly PolicyDiagnostic[] => {
    const all = found.get(analysis) ?? diagnose(analysis);
    found.set(analysis, all);
    return all;
  };
  const diagnosedNow = (uri: string, analysis: Analysis): readonly PolicyDiagnostic[] => [
    ...diagnosed(analysis),
    ...diagnoseTraffic(withTraffic(uri, analysis)),
  ];
  /** What was told of each policy last. */
  const told = new Map<string, Analysis>();
  const tell = (uri: string, version: number, analysis: Analysis): Promise<void> =>
    connection.sendDiagnostics({
      uri,
      version,
      diagnostics: diagnosedNow(uri, analysis).map((one) => toDiagnostic(analysis, one, uriOf)),
    });
  /** Tells anew what was told, as recorded operations were counted since. */
  const tellTraffic = (): void => {
    for (const [uri, analysis] of told) {
      const document = open.get(uri);
      // Of what was changed since the next look tells.
      if (document?.getText() === analysis.file.text) void tell(uri, document.version, analysis);
    }
  };
  /** The document that was changed last: whoever types waits for that one. */
  let latest: string | undefined;
  const pause = new TypingPause();
  const lookAt = async (document: TextDocument): Promise<void> => {
    const { uri, version } = document;
    if (isTest(document)) {
      const from = performance.now();
      const diagnostics = await testDiagnostics(tests, document);
      if (uri === latest) pause.took(performance.now() - from);
      if (open.get(uri)?.version === version) await connection.sendDiagnostics({ uri, version, diagnostics });
      return;
    }
    // The pause was waited for already.
    const analysis = await documents.analyse(document, true);
    // Somebody typed on: the next look tells.
    if (open.get(uri)?.version !== version) return;
    // Nothing that counts for it changed, and all that can be said is said.
    if (told.get(uri) === analysis) return;
    if (analysis.snapshot === undefined) {
      catalogue.want(uri, analysis);
      traffic.count(uri, analysis);
    }
    const from = performance.now();
    const sent = tell(uri, version, analysis);
    told.set(uri, analysis);
    // An analysis that something else asked for is work too; what was waited for is none.
    if (uri === latest) pause.took(documents.tookOf(uri) + performance.now() - from);
    await sent;
  };
  /** What fails for one document is looked for again next time, and keeps nothing from the others. */
  const look = async (): Promise<void> => {
    for (const document of open.all().sort((a, b) => Number(b.uri === latest) - Number(a.uri === latest)))
      await lookAt(document).catch((error: unknown) => connection.console.error(String(error)));
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lookSoon = (after = pause.milliseconds): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), after);
  };

  connection.onInitialize(({ capabilities: client, workspaceFolders, initializationOptions }) => {
    snippets = client.textDocument?.completion?.completionItem?.snippetSupport ?? false;
    refreshesLenses = client.workspace?.codeLens?.refreshSupport ?? false;
    refreshesHints = client.workspace?.inlayHint?.refreshSupport ?? false;
    watches = client.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    files.workspaces = (workspaceFolders ?? []).map(({ uri }) => pathOf(uri));
    files.editorAnswers = initializationOptions?.files === true;
    use(initializationOptions);
    return { capabilities, serverInfo: { name: 'vectorgate-policy' } };
  });
  connection.onInitialized(() => {
    if (!watches) return;
    const watchers = [
      '**/*.policy.{yaml,yml,json}',
      '**/*.policy-test.{yaml,yml,json}',
      '**/vectorgate.yaml',
      '**/*.catalogue.{yaml,yml,json}',
    ].map((globPattern) => ({ globPattern }));
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    use(settings);
    lookSoon();
  });
  connection.onDidChangeWatchedFiles(() => {
    documents.changed();
    lookSoon();
  });
  open.onDidChangeContent(({ document }) => {
    latest = document.uri;
    lookSoon();
  });
  open.onDidOpen(() => lookSoon(0));
  open.onDidClose(({ document: { uri } }) => {
    documents.forget(uri);
    told.delete(uri);
    catalogue.forget(uri);
    traffic.forget(uri);
    documents.changed();
    void connection.sendDiagnostics({ uri, diagnostics: [] });
    lookSoon();
  });

  /** What a request about a policy gets; nothing for one that is not open. */
  const about: About = async (uri, answer) => {
    const document = open.get(uri);
    return document === undefined || isTest(document) ? null : answer(await documents.analyse(document));
  };
  /** The same for a file of tests. */
  const testAt = (uri: string): TextDocument | undefined => {
    const document = open.get(uri);
    return document !== undefined && isTest(document) ? document : undefined;
  };

  connection.onCompletion(({ textDocument, position }) => {
    const test = testAt(textDocument.uri);
    if (test !== undefined) return testCompletions(tests, test, position, snippets);
    return about(textDocument.uri, (analysis) =>
      complete(analysis, analysis.lines.offsetAt(position)).map((one, i) =>
        toCompletion(analysis.lines, one, i, snippets),
      ),
    );
  });
  connection.onHover(({ textDocument, position }) => {
    const test = testAt(textDocument.uri);
    if (test !== undefined) return testHover(tests, test, position);
    return about(textDocument.uri, (analysis) => {
      const found = hover(analysis, analysis.lines.offsetAt(position));
      if (found === undefined) return null;
      const range = analysis.lines.range(found.start, found.end);
      return { contents: { kind: 'markdown' as const, value: found.markdown }, range };
    });
  });
  connection.onCodeAction(({ textDocument: { uri }, range, context }) => {
    const test = testAt(uri);
    if (test !== undefined) return testActions(tests, test, range);
    return about(uri, (analysis) => {
      const wants = (kind: string): boolean =>
        context.only?.some((one) => kind === one || kind.startsWith(`${one}.`)) ?? true;
      const [from, to] = [analysis.lines.offsetAt(range.start), analysis.lines.offsetAt(range.end)];
      const near = diagnosedNow(uri, analysis).filter(({ start, end }) => start <= to && end >= from);
      const fixes = wants(CodeActionKind.QuickFix)
        ? near.flatMap((one) => {
            const diagnostic = toDiagnostic(analysis, one, uriOf);
            return fixesFor(analysis, one).map((fix) => toCodeAction(analysis, uri, fix, diagnostic));
          })
        : [];
      const asked = context.only !== undefined && wants(CodeActionKind.SourceFixAll);
      const rewrites = wants(CodeActionKind.RefactorRewrite) ? refactorings(analysis, from) : [];
      // What is a fix already is not offered twice.
      const further = rewrites
        .filter(({ title }) => !fixes.some((fix) => fix.title === title))
        .map((one) => toRefactoring(analysis, uri, one));
      return [...fixes, ...further, ...(asked ? [fixAll(analysis, uri)] : [])];
    });
  });
  connection.onDocumentSymbol(({ textDocument }) => {
    const test = testAt(textDocument.uri);
    if (test !== undefined) return testOutline(tests, test);
    return about(textDocument.uri, (analysis) =>
      symbols(analysis).map((one) => toSymbol(analysis.lines, one)),
    );
  });
  connection.onFoldingRanges(({ textDocument }) =>
    about(textDocument.uri, (analysis) => [...folds(analysis)]),
  );
  answerNavigation(connection, about, uriOf);
  connection.onDocumentFormatting(({ textDocument: { uri } }) => {
    const document = open.get(uri);
    if (document === undefined) return null;
    const text = document.getText();
    const formatted = format(pathOf(uri), text);
    if (!formatted.ok || formatted.text === text) return [];
    return toEdits(new TextLines(text), [{ start: 0, end: text.length, text: formatted.text }]);
  });
  connection.onCodeLens(({ textDocument }) =>
    about(textDocument.uri, (analysis) =>
      lenses(withTraffic(textDocument.uri, analysis)).map((lens) => toLens(analysis.lines, lens)),
    ),
  );
  connection.languages.inlayHint.on(({ textDocument, range }) =>
    about(textDocument.uri, (analysis) =>
      inlayHints(analysis, analysis.lines.offsetAt(range.start), analysis.lines.offsetAt(range.end)).map(
        (hint) => toInlayHint(analysis.lines, hint),
      ),
    ),
  );
  connection.languages.semanticTokens.on(async ({ textDocument }) => {
    const answer = await about(textDocument.uri, (analysis) =>
      semanticTokens(analysis.lines, conditionTokens(analysis)),
    );
    return answer ?? { data: [] };
  });
  serveTests(connection, tests);
  open.listen(connection);
  connection.listen();
}

/** Severities by code, out of an editor's settings, with or without what they stand in. */
function severitiesOf(settings: unknown): Surroundings['severities'] {
  const inner = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
  const own =
    inner(inner(inner(settings, 'vectorgate'), 'policies'), 'severities') ?? inner(settings, 'severities');
  if (typeof own !== 'object' || own === null) return undefined;
  const words = ['error', 'warning', 'information', 'hint', 'off'];
  return Object.fromEntries(Object.entries(own).filter(([, word]) => words.includes(word)));
}

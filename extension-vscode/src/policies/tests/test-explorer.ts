import {
  type ListedTest,
  listTests,
  type RanCase,
  type RanTests,
  runTests,
} from '@vectorgate/policy-schema/test-answers';
import { plainLine } from '@vectorgate/replay-ui/records';
import * as vscode from 'vscode';
import { policyLanguage, policyTestLanguage, testFiles } from '../policy-language.ts';
import { PolicyCoverage } from './rule-coverage.ts';
import { TestTree } from './test-tree.ts';
import { toRange } from './to-range.ts';

/** Asks the language server, which has the engine and all that is open. */
export type Ask = <Answer>(
  method: string,
  params: object,
  token: vscode.CancellationToken | undefined,
) => Promise<Answer>;

/** Milliseconds of silence after which what was typed is looked at. */
const pause = 300;
const mostFiles = 500;

/** Tests of policies in the editor's test explorer, to be run and to be covered. */
export class TestExplorer implements vscode.Disposable {
  readonly #ask: Ask;
  readonly #controller = vscode.tests.createTestController('vectorgate.policyTests', 'Policies (VectorGate)');
  readonly #tree = new TestTree(this.#controller);
  readonly #parts: vscode.Disposable[] = [this.#controller];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(ask: Ask) {
    this.#ask = ask;
    this.#controller.resolveHandler = async (item) => {
      if (item === undefined) await this.#findAll();
      else await this.#list(item);
    };
    this.#controller.refreshHandler = () => this.#findAll();
    const profile = (name: string, kind: vscode.TestRunProfileKind): vscode.TestRunProfile =>
      this.#controller.createRunProfile(
        name,
        kind,
        (request, token) => this.#run(request, token, kind === vscode.TestRunProfileKind.Coverage),
        true,
        undefined,
        true,
      );
    const run = profile('Run', vscode.TestRunProfileKind.Run);
    const coverage = profile('Run with coverage', vscode.TestRunProfileKind.Coverage);
    coverage.loadDetailedCoverage = async (_run, file) =>
      file instanceof PolicyCoverage ? [...file.details] : [];
    const watcher = vscode.workspace.createFileSystemWatcher(testFiles);
    this.#parts.push(
      run,
      coverage,
      watcher,
      this.#changed,
      watcher.onDidCreate((uri) => this.#soon(uri)),
      watcher.onDidChange((uri) => this.#soon(uri)),
      watcher.onDidDelete((uri) => this.#tree.remove(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document: { uri, languageId } }) => {
        if (languageId === policyTestLanguage) this.#soon(uri);
        if (languageId === policyLanguage) this.#soon(uri, () => this.#changed.fire());
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === 'untitled') this.#tree.remove(uri);
      }),
      vscode.workspace.onDidOpenTextDocument(({ uri, languageId }) => {
        if (languageId === policyTestLanguage) this.#soon(uri);
      }),
    );
    void this.#findAll();
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const part of this.#parts) part.dispose();
  }

  /** Looks at a file once nothing changes it any more. */
  #soon(uri: vscode.Uri, work = () => this.#looked(uri)): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(work, pause));
  }

  #looked(uri: vscode.Uri): void {
    void this.#list(this.#tree.file(uri)).then(() => this.#changed.fire());
  }

  async #findAll(): Promise<void> {
    const files = await vscode.workspace.findFiles(testFiles, '**/node_modules/**', mostFiles);
    const open = vscode.workspace.textDocuments.filter(({ languageId }) => languageId === policyTestLanguage);
    const all = new Map([...files, ...open.map(({ uri }) => uri)].map((uri) => [uri.toString(), uri]));
    await Promise.all([...all.values()].map((uri) => this.#list(this.#tree.file(uri))));
  }

  async #list(file: vscode.TestItem): Promise<void> {
    file.error = undefined;
    try {
      this.#tree.fill(file, await this.#ask<readonly ListedTest[]>(listTests, { uri: file.id }, undefined));
    } catch (error) {
      file.error = `These tests cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  async #run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    covers: boolean,
  ): Promise<void> {
    await this.#runOnce(request, token, covers);
    if (request.continuous !== true) return;
    // Again after every change, until whoever asked for it has seen enough.
    const again = this.#changed.event(() => void this.#runOnce(request, token, covers));
    token.onCancellationRequested(() => again.dispose());
    this.#parts.push(again);
  }

  async #runOnce(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    covers: boolean,
  ): Promise<void> {
    const asked = request.include ?? [...this.#controller.items].map(([, item]) => item);
    // What is run is what the files hold now; items are made anew for that, and known by their ids.
    const files = new Map(
      asked.flatMap(({ uri }) => (uri === undefined ? [] : [[uri.toString(), uri] as const])),
    );
    await Promise.all([...files.values()].map((uri) => this.#list(this.#tree.file(uri))));
    const items = asked.map((item) => this.#current(item));
    const without = (request.exclude ?? []).map((item) => this.#current(item));
    const run = this.#controller.createTestRun(request);
    const cases = this.#tree.cases(items, without);
    for (const own of cases.values()) for (const item of own.values()) run.enqueued(item);
    try {
      for (const [uri, own] of cases) {
        if (token.isCancellationRequested) break;
        await this.#runFile(run, uri, own, token, covers);
      }
    } finally {
      run.end();
    }
  }

  #current(item: vscode.TestItem): vscode.TestItem {
    const file = item.uri && this.#controller.items.get(item.uri.toString());
    if (file === undefined || file.id === item.id) return file ?? item;
    const find = (from: vscode.TestItem): vscode.TestItem | undefined => {
      for (const [, child] of from.children) {
        const found = child.id === item.id ? child : find(child);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return find(file) ?? item;
  }

  async #runFile(
    run: vscode.TestRun,
    uri: string,
    cases: ReadonlyMap<string, vscode.TestItem>,
    token: vscode.CancellationToken,
    covers: boolean,
  ): Promise<void> {
    for (const item of cases.values()) run.started(item);
    let ran: RanTests;
    try {
      ran = await this.#ask<RanTests>(runTests, { uri, ids: [...cases.keys()] }, token);
    } catch (error) {
      ran = { trouble: error instanceof Error ? error.message : String(error), results: [], coverage: [] };
    }
    const { trouble, results, coverage } = ran;
    if (trouble !== undefined) {
      run.appendOutput(`${plainLine(trouble, 2_000)}\r\n`);
      for (const item of cases.values()) run.errored(item, new vscode.TestMessage(trouble));
      return;
    }
    const byId = new Map(results.map((result) => [result.id, result]));
    for (const [id, item] of cases) {
      const result = byId.get(id);
      if (result === undefined) run.skipped(item);
      else if (result.passed) run.passed(item);
      else run.failed(item, failure(item, result));
    }
    const failed = results.filter(({ passed }) => !passed).length;
    const name = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
    run.appendOutput(`${plainLine(name)}: ${results.length - failed} passed, ${failed} failed\r\n`);
    if (covers) for (const file of coverage) run.addCoverage(PolicyCoverage.of(file));
  }
}

/** Both sides beside each other, where the test says what it expects. */
function failure(
  item: vscode.TestItem,
  { message, expected, actual, range, trace }: RanCase,
): vscode.TestMessage {
  const said = vscode.TestMessage.diff([message, ...trace].join('\n'), expected, actual);
  if (item.uri !== undefined) said.location = new vscode.Location(item.uri, toRange(range));
  return said;
}

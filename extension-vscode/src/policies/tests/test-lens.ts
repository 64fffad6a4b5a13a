import { FileComparisons } from '@vectorgate/policy-schema/live-policies';
import {
  joinTallies,
  noTests,
  type TestTally,
  tallyPause,
  tallyTests,
  tallyWords,
} from '@vectorgate/policy-schema/test-answers';
import { plainLine } from '@vectorgate/replay-ui/records';
import * as vscode from 'vscode';
import { policyLanguage, policyTestLanguage, testFiles } from '../policy-language.ts';
import type { Ask } from './test-explorer.ts';

const mostFiles = 500;

/** Over a policy how its tests come out, as all is written now: they are run again after each change. */
export class TestLens implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #ask: Ask;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #tallies: FileComparisons<TestTally>;
  readonly #parts: readonly vscode.Disposable[];
  /** Files of tests, until one comes or goes. */
  #files: Promise<readonly string[]> | undefined;
  /** Files of tests that are not about a policy, by both names. */
  readonly #others = new Set<string>();
  #took = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
    this.#tallies = new FileComparisons<TestTally>({
      pause: () => tallyPause(this.#took),
      changed: () => this.#changed.fire(),
      failed: { ...noTests, trouble: 'The language server does not answer. Write on, or reload the window.' },
    });
    const changed = (): void => {
      this.#tallies.setChanged();
      this.#changed.fire();
    };
    const filesChanged = (): void => {
      this.#files = undefined;
      this.#others.clear();
      changed();
    };
    const files = vscode.workspace.createFileSystemWatcher(
      '**/{*.policy.{yaml,yml,json},*.policy-test.{yaml,yml,json},vectorgate.yaml}',
    );
    this.#parts = [
      this.#changed,
      files,
      files.onDidChange(filesChanged),
      files.onDidCreate(filesChanged),
      files.onDidDelete(filesChanged),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0) return;
        if (document.languageId === policyLanguage) changed();
        // Which policies tests are about is written in them.
        if (document.languageId === policyTestLanguage) filesChanged();
      }),
      vscode.workspace.onDidOpenTextDocument(({ languageId }) => {
        if (languageId === policyTestLanguage) filesChanged();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri, languageId }) => {
        this.#tallies.forget(uri.toString());
        // What was written in it and not saved is gone.
        if (languageId === policyTestLanguage) filesChanged();
        else if (languageId === policyLanguage) changed();
      }),
      vscode.languages.registerCodeLensProvider({ language: policyLanguage }, this),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const file = document.uri.toString();
    const { standing, isNow } = this.#tallies.known({
      file,
      // Which tells its text apart, and costs nothing where that is long.
      text: String(document.version),
      base: '',
      begin: () => this.#begin(file),
    });
    const title = standing && tallyWords(standing, isNow);
    if (title === undefined) return [];
    const tooltip = plainLine(standing?.trouble ?? 'Show the tests in the test explorer', 2_000);
    const command = { title, tooltip, command: 'workbench.view.testing.focus' };
    return [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command)];
  }

  dispose(): void {
    this.#tallies.dispose();
    for (const part of this.#parts) part.dispose();
  }

  #begin(policy: string): { readonly done: Promise<TestTally>; readonly end: () => void } {
    const cancel = new vscode.CancellationTokenSource();
    return { done: this.#tally(policy, cancel.token), end: () => cancel.cancel() };
  }

  /** One file after the other: what somebody types has its turn in between. */
  async #tally(policy: string, token: vscode.CancellationToken): Promise<TestTally> {
    const tallies: TestTally[] = [];
    this.#files ??= this.#find();
    let took = 0;
    for (const uri of await this.#files) {
      const both = `${uri}\n${policy}`;
      if (this.#others.has(both)) continue;
      if (token.isCancellationRequested) break;
      const from = performance.now();
      const tally = await this.#ask<TestTally | null>(tallyTests, { uri, policy }, token);
      took += performance.now() - from;
      if (tally === null) this.#others.add(both);
      else tallies.push(tally);
    }
    this.#took = took;
    return joinTallies(tallies);
  }

  async #find(): Promise<readonly string[]> {
    const found = await vscode.workspace.findFiles(testFiles, '**/node_modules/**', mostFiles);
    const open = vscode.workspace.textDocuments.filter(({ languageId }) => languageId === policyTestLanguage);
    return [...new Set([...found, ...open.map(({ uri }) => uri)].map((uri) => uri.toString()))].sort();
  }
}

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { KernelEntry } from '../gate/standing.ts';
import { isJupyter } from './is-jupyter.ts';
import { type ActiveNotebook, type GovernedProcess, KernelLedger } from './kernel-ledger.ts';
import { listKernelProcesses } from './list-kernel-processes.ts';

/** Looked at after a cell ran (at once, and when a slow start must be over), and now and then. */
const lookAfter = [500, 16_000] as const;
const lookEvery = 20_000;

/**
 * Keeps the list of this window's kernels by what notebooks ran, which processes there are and who said hello.
 * `ran` is told of each cell that ended, `found` of each new list.
 */
export function watchKernels(
  governed: () => readonly GovernedProcess[],
  found: (entries: readonly KernelEntry[]) => void,
  ran: (succeeded: boolean | undefined) => void,
): vscode.Disposable & { look(): void; forget(uri: string): void } {
  const ledger = new KernelLedger();
  const active = new Map<string, ActiveNotebook>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      const now = Date.now();
      found(ledger.look([...active.values()], await listKernelProcesses(now), governed(), now));
    } catch {
      // A process table that cannot be read now is read again soon.
    } finally {
      looking = false;
    }
  };
  const soon = (): void => {
    for (const delay of lookAfter) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void look();
      }, delay);
      timers.add(timer);
    }
  };
  const cells = vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
    if (!isJupyter(notebook)) return;
    const executed = cellChanges.filter(({ executionSummary }) => executionSummary !== undefined);
    if (executed.length === 0) return;
    const uri = notebook.uri.toString();
    const first = !active.has(uri);
    active.set(uri, {
      uri,
      name: basename(notebook.uri.path),
      folder: notebook.uri.scheme === 'file' ? dirname(notebook.uri.fsPath) : '',
      ran: Date.now(),
      python: executed.some(({ cell }) => cell.document.languageId === 'python'),
    });
    const ended = executed.filter(({ executionSummary }) => executionSummary?.timing !== undefined);
    if (first || ended.length > 0) soon();
    for (const { executionSummary } of ended) ran(executionSummary?.success);
  });
  const closed = vscode.workspace.onDidCloseNotebookDocument(({ uri }) => {
    active.delete(uri.toString());
    ledger.forget(uri.toString());
    void look();
  });
  const interval = setInterval(() => {
    if (active.size > 0) void look();
  }, lookEvery);
  return {
    look: () => void look(),
    forget: (uri) => ledger.forget(uri),
    dispose: () => {
      cells.dispose();
      closed.dispose();
      clearInterval(interval);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

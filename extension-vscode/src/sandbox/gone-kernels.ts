import * as vscode from 'vscode';
import type { KernelEntry } from '../gate/standing.ts';
import { isJupyter } from '../kernels/is-jupyter.ts';
import { noticeText } from '../words/notice-text.ts';
import { goneWords } from './lead-words.ts';
import type { ProgramsInSandbox } from './programs-in-sandbox.ts';
import type { Arrival, Sandboxes } from './sandboxes.ts';

/** What is needed to say which kernel is gone, and what becomes of the next. */
export interface GoneKernelsWindow {
  readonly governs: () => boolean;
  /** The kernels as they were seen last. */
  readonly kernels: () => readonly KernelEntry[];
  /** Calls back when they may be others; returns what ends that. */
  readonly onKernels: (listener: () => void) => () => void;
}

const again = 'Run a notebook in the sandbox again';

/** Warns when a kernel of a sandbox ended: by a restart or a crash the next one of its notebook is led out. Returns what ends that. */
export function watchGoneKernels(
  sandboxes: Sandboxes,
  programs: ProgramsInSandbox,
  { governs, kernels, onKernels }: GoneKernelsWindow,
): () => void {
  /** By process. The list may have lost one before it is seen here to be gone. */
  const notebooks = new Map<number, string>();
  const stopNaming = onKernels(() => {
    for (const { pid, notebook, name, standing } of kernels())
      if (notebook !== undefined && standing === 'in a sandbox') notebooks.set(pid, name);
  });
  const stopWatching = sandboxes.onDidLose(({ program: { pid, kernel }, of }: Arrival) => {
    const notebook = notebooks.get(pid);
    notebooks.delete(pid);
    if (programs.takeReplaced(pid)) return;
    // Where no notebook is open, none has a next kernel.
    if (kernel === undefined || !vscode.workspace.notebookDocuments.some(isJupyter)) return;
    const ready = sandboxes.entry(of)?.standing.state === 'ready';
    const text = noticeText(goneWords({ pid, notebook }, governs(), ready));
    if (!ready) void vscode.window.showWarningMessage(text);
    else
      void vscode.window.showWarningMessage(text, again).then((pressed) => {
        if (pressed === again) void programs.leadKernel(of);
      });
  });
  return () => {
    stopNaming();
    stopWatching();
  };
}

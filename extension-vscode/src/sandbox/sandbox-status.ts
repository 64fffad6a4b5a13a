import type { SandboxStanding } from '@vectorgate/replay-ui/host';
import * as vscode from 'vscode';
import { labelText } from '../words/label-text.ts';
import { markdownText } from '../words/markdown-text.ts';
import type { ProgramsInSandbox } from './programs-in-sandbox.ts';
import type { Sandboxes, SandboxOf } from './sandboxes.ts';

const numbersOf = (standing: SandboxStanding): string => {
  if (standing.state === 'starting') return 'starting';
  if (standing.state === 'failed') return 'did not start';
  const { answered, steps, notAnswered } = standing.counts;
  const not = notAnswered === 0 ? '' : `, ${notAnswered} not`;
  return `${standing.state === 'ended' ? 'ended, ' : ''}${answered} of ${steps} answered${not}`;
};

/** The status bar's item while a sandbox runs, and what a press on it offers. `show` opens where a sandbox is looked at. */
export class SandboxStatus implements vscode.Disposable {
  readonly #sandboxes: Sandboxes;
  readonly #programs: ProgramsInSandbox;
  readonly #show: (of: SandboxOf) => void;
  readonly #item: vscode.StatusBarItem;
  readonly #stop: () => void;

  constructor(sandboxes: Sandboxes, programs: ProgramsInSandbox, show: (of: SandboxOf) => void) {
    this.#sandboxes = sandboxes;
    this.#programs = programs;
    this.#show = show;
    this.#item = vscode.window.createStatusBarItem('vectorgate.sandbox', vscode.StatusBarAlignment.Left, 49);
    this.#item.name = 'VectorGate sandbox';
    this.#item.command = 'vectorgate.showSandboxes';
    this.#stop = sandboxes.onDidChange(() => this.#draw());
  }

  /** Asks which sandbox, where there are several, and what to do with it. */
  async choose(): Promise<void> {
    const open = this.#open();
    if (open.length === 0) {
      void vscode.window.showInformationMessage(
        'VectorGate: no sandbox runs here. Open a recorded session and press "run again in a sandbox".',
      );
      return;
    }
    const acts = open.flatMap(({ of, standing }) => {
      const description = labelText(`session ${of.session.slice(-6)}: ${numbersOf(standing)}`);
      const act = (label: string, work: () => void) => ({ label, description, work });
      return [
        act('$(eye) Show it', () => this.#show(of)),
        ...(standing.state === 'ready'
          ? [
              act('$(terminal) Open a terminal in it', () => this.#programs.openTerminal(of)),
              act('$(notebook) Run a notebook in it', () => void this.#programs.leadKernel(of)),
            ]
          : []),
        act('$(debug-stop) Stop', () => this.#sandboxes.stop(of)),
      ];
    });
    const chosen = await vscode.window.showQuickPick(acts, {
      title: 'Sandboxes of this window',
      placeHolder: 'Programs in a sandbox are answered from a recording: no store is asked',
    });
    chosen?.work();
  }

  dispose(): void {
    this.#stop();
    this.#item.dispose();
  }

  #open() {
    return this.#sandboxes.entries.filter(
      ({ standing }) => standing.state === 'starting' || standing.state === 'ready',
    );
  }

  #draw(): void {
    const open = this.#open();
    const [first] = open;
    if (first === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text =
      open.length === 1
        ? `$(beaker) Sandbox: ${numbersOf(first.standing)}`
        : `$(beaker) ${open.length} sandboxes`;
    const lines = open.map(({ of, standing }) =>
      markdownText(
        `session ${of.session.slice(-6)}: ${numbersOf(standing)}${standing.state === 'ready' ? `, at ${standing.address} for ${standing.names.join(', ')}` : ''}`,
      ),
    );
    this.#item.tooltip = new vscode.MarkdownString(
      ['**VectorGate sandbox**', 'Answered from a recording; no store is asked.', ...lines].join('\n\n'),
    );
    this.#item.accessibilityInformation = {
      label: `VectorGate sandbox, ${open.map(({ standing }) => numbersOf(standing)).join('; ')}`,
      role: 'button',
    };
    this.#item.show();
  }
}

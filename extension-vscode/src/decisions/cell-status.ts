import { findDecision } from '@vectorgate/client/find-decision';
import * as vscode from 'vscode';

const errorMime = 'application/vnd.code.notebook.error';
const textMimes = new Set([
  'application/vnd.code.notebook.stderr',
  'application/vnd.code.notebook.stdout',
  'text/plain',
]);
/** Bytes of an output that are looked through: our lines are short, a frame of data may not be. */
const mostBytes = 256 * 1024;

function textsOf(cell: vscode.NotebookCell): { errors: string[]; streams: string[] } {
  const errors: string[] = [];
  const streams: string[] = [];
  const decoder = new TextDecoder();
  for (const { items } of cell.outputs)
    for (const { mime, data } of items) {
      if (mime !== errorMime && !textMimes.has(mime)) continue;
      const text = decoder.decode(data.subarray(-mostBytes));
      if (mime !== errorMime) streams.push(text);
      else
        try {
          const { message = '', stack = '' } = JSON.parse(text) as { message?: unknown; stack?: unknown };
          errors.push(String(stack), String(message));
        } catch {
          errors.push(text);
        }
    }
  return { errors, streams };
}

/** Under a cell that VectorGate refused or changed: the way to its decision, or to signing in. */
export class CellStatus implements vscode.NotebookCellStatusBarItemProvider {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  /** Outputs changed somewhere. */
  refresh(): void {
    this.#changed.fire();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    if (cell.kind !== vscode.NotebookCellKind.Code || cell.outputs.length === 0) return [];
    const { errors, streams } = textsOf(cell);
    const found = findDecision(errors, streams);
    if (found === undefined) return [];
    const item = (text: string, tooltip: string, command: vscode.Command) => {
      const made = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
      made.tooltip = tooltip;
      made.command = command;
      made.priority = 100;
      made.accessibilityInformation = { label: `VectorGate: ${tooltip}`, role: 'button' };
      return made;
    };
    if (found.decision === undefined)
      return found.kind === 'signed-out'
        ? [
            item('$(sign-in) VectorGate: sign in', 'Sign in, then run the cell again', {
              command: 'vectorgate.signIn',
              title: 'Sign in',
            }),
          ]
        : [];
    const open = { command: 'vectorgate.openDecision', title: 'Open decision', arguments: [found.decision] };
    return found.kind === 'refused'
      ? [item('$(circle-slash) Open decision', 'Refused: open the decision', open)]
      : [item('$(eye-closed) Open decision', 'Changed by policy: open the decision', open)];
  }
}

import * as vscode from 'vscode';
import type { GateModel } from '../gate/gate-model.ts';
import { statusWords } from './status-words.ts';

const redrawMilliseconds = 30_000;

/** The status bar's item. */
export function registerStatusItem(model: GateModel): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('vectorgate.status', vscode.StatusBarAlignment.Left, 50);
  item.name = 'VectorGate';
  const draw = (): void => {
    const { text, tooltip, spoken, command, trouble } = statusWords(model.standing, Date.now());
    if (text === '') {
      item.hide();
      return;
    }
    item.text = text;
    const markdown = new vscode.MarkdownString(tooltip, true);
    item.tooltip = markdown;
    item.accessibilityInformation = { label: spoken, role: 'button' };
    item.command = command;
    item.backgroundColor = trouble ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  const timer = setInterval(draw, redrawMilliseconds);
  const stop = model.onDidChange(draw);
  draw();
  return vscode.Disposable.from(
    item,
    new vscode.Disposable(() => clearInterval(timer)),
    new vscode.Disposable(stop),
  );
}

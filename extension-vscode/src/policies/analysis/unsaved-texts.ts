import { workspace } from 'vscode';
import type { AnalysisTask } from './messages.ts';

/** Texts that the editor has and the disk has not. */
export const unsavedTexts = (): AnalysisTask['unsaved'] =>
  workspace.textDocuments
    .filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file')
    .map((one) => ({ path: one.uri.fsPath, text: one.getText() }));

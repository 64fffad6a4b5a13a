import type { NotebookDocument } from 'vscode';

/** Whether a document's cells run in a kernel of the Jupyter extension. */
export const isJupyter = ({ notebookType }: NotebookDocument): boolean =>
  notebookType === 'jupyter-notebook' || notebookType === 'interactive';

import { Notification } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { findPolicy } from './find-policy.ts';

/**
 * Opens a policy file of the gateway's at a line (1-based) where this server's folder holds it; says so if not. Notebook
 * opens it in a tab of its own, and is asked for no line there: it is told.
 */
export async function openRule(documents: IDocumentManager, file: string, line: number): Promise<void> {
  const path = await findPolicy(documents.services.contents, file);
  if (path === undefined) {
    Notification.info(
      `VectorGate: ${file}, line ${line}, is not in this server's folder. Open the folder that holds your organisation's policies.`,
      { autoClose: 8_000 },
    );
    return;
  }
  const widget = documents.openOrReveal(path, 'Editor');
  if (widget === undefined) {
    Notification.info(`VectorGate: the rule stands in ${path}, line ${line}.`, { autoClose: 8_000 });
    return;
  }
  await widget.context.ready;
  await widget.revealed;
  const { content } = widget;
  if ('editor' in content)
    (content.editor as { setCursorPosition(at: { line: number; column: number }): void }).setCursorPosition({
      line: Math.max(0, line - 1),
      column: 0,
    });
}

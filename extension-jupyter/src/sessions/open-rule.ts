import { Notification } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import { findPolicy } from './find-policy.ts';

/** Opens a policy file of the gateway's at a line (1-based) where this server's folder holds it; says so if not. */
export async function openRule(documents: IDocumentManager, file: string, line: number): Promise<void> {
  const path = await findPolicy(documents.services.contents, file);
  const widget = path === undefined ? undefined : documents.openOrReveal(path, 'Editor');
  if (widget === undefined) {
    Notification.info(
      `VectorGate: ${file}, line ${line}, is not in this server's folder. Open the folder that holds your organisation's policies.`,
      { autoClose: 8_000 },
    );
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

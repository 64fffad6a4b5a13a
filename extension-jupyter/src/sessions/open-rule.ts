import { Notification } from '@jupyterlab/apputils';
import type { IDocumentManager } from '@jupyterlab/docmanager';

/** Opens a policy file of the gateway's at a line (1-based) where this server's folder holds it; says so if not. */
export async function openRule(documents: IDocumentManager, file: string, line: number): Promise<void> {
  const name = file.replace(/^(\.?\/)+/, '');
  const found = await documents.services.contents.get(name, { content: false }).catch(() => undefined);
  const widget = found?.type === 'file' ? documents.openOrReveal(name, 'Editor') : undefined;
  if (widget === undefined) {
    Notification.info(
      `VectorGate: ${name}, line ${line}, is not in this server's folder. Open the folder that holds your organisation's policies.`,
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

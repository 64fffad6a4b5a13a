import type { IDocumentWidget } from '@jupyterlab/docregistry';
import type { FileEditor } from '@jupyterlab/fileeditor';
import type { CommandRegistry } from '@lumino/commands';
import type { PolicyEditors } from './policy-editors.ts';

/** Makes a policy, or tests of policies, in a folder, opens it and begins it, the first place to fill selected. */
export async function newPolicy(
  commands: CommandRegistry,
  folder: string,
  editors: PolicyEditors,
  ext: '.policy.yaml' | '.policy-test.yaml',
): Promise<void> {
  const { path } = (await commands.execute('docmanager:new-untitled', {
    path: folder,
    type: 'file',
    ext,
  })) as { path: string };
  const widget = (await commands.execute('docmanager:open', { path, factory: 'Editor' })) as
    | IDocumentWidget<FileEditor>
    | undefined;
  if (widget === undefined) return;
  await widget.context.ready;
  editors.add(widget);
  const editor = await editors.ready(path);
  if (editor === undefined) return;
  const { beginPolicy } = await import('./editing/begin-policy.ts');
  await beginPolicy(editor);
}

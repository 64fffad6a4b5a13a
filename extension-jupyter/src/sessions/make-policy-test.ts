// Imported late: what writes tests is read from the server when somebody first makes one.
import { Notification } from '@jupyterlab/apputils';
import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import type { CommandRegistry } from '@lumino/commands';
import { testOfRecord } from '@vectorgate/policy-schema/test-of-record';

/** Makes a file in a folder that tests for what was decided of a recorded request, and opens it. */
export async function makePolicyTest(
  commands: CommandRegistry,
  folder: string,
  record: Readonly<Record<string, unknown>>,
): Promise<void> {
  const made = testOfRecord(record);
  if ('why' in made) {
    Notification.info(`VectorGate: ${made.why}`, { autoClose: 8_000 });
    return;
  }
  const { path } = (await commands.execute('docmanager:new-untitled', {
    path: folder,
    type: 'file',
    ext: '.policy-test.yaml',
  })) as { path: string };
  const widget = (await commands.execute('docmanager:open', { path, factory: 'Editor' })) as
    | IDocumentWidget
    | undefined;
  if (widget === undefined) return;
  await widget.context.ready;
  (widget.context.model as DocumentRegistry.ICodeModel).sharedModel.setSource(made.text);
  await widget.context.save();
}

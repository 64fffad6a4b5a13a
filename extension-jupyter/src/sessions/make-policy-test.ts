// Imported late: what writes tests is read from the server when somebody first makes one.
import { Notification } from '@jupyterlab/apputils';
import type { Contents } from '@jupyterlab/services';
import type { CommandRegistry } from '@lumino/commands';
import { testOfRecord } from '@vectorgate/policy-schema/test-of-record';

/** Makes a file in a folder that tests for what was decided of a recorded request, and opens it. */
export async function makePolicyTest(
  contents: Contents.IManager,
  commands: CommandRegistry,
  folder: string,
  record: Readonly<Record<string, unknown>>,
): Promise<void> {
  const made = testOfRecord(record);
  if ('why' in made) {
    Notification.info(`VectorGate: ${made.why}`, { autoClose: 8_000 });
    return;
  }
  const { path } = await contents.newUntitled({ path: folder, type: 'file', ext: '.policy-test.yaml' });
  await contents.save(path, { type: 'file', format: 'text', content: made.text });
  await commands.execute('docmanager:open', { path, factory: 'Editor' });
}

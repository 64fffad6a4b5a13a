import { Dialog, showDialog } from '@jupyterlab/apputils';
import { KernelAPI, type ServerConnection } from '@jupyterlab/services';
import type { KernelEntry } from './server/status.ts';

/**
 * Asks first, as variables are lost, then restarts the kernel, which then inherits the governed environment. `letGo` is told
 * before: a kernel of a sandbox would be led there again.
 */
export async function restartKernel(
  kernel: KernelEntry,
  settings: ServerConnection.ISettings,
  letGo: () => void,
): Promise<void> {
  const name = kernel.path || kernel.kernel;
  const answer = await showDialog({
    title: kernel.sandbox ? 'Restart the kernel to lead it back?' : 'Restart the kernel to govern it?',
    body: `All variables of ${name} will be lost.`,
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: 'Restart' })],
  });
  if (!answer.button.accept) return;
  letGo();
  await KernelAPI.restartKernel(kernel.id, settings);
}

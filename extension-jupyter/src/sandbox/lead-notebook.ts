import { Dialog, InputDialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { ServerProblem } from '../server/server-problem.ts';
import type { LedKernels } from './led-kernels.ts';
import { restartInto } from './restart-into.ts';

const closeAfter = 12_000;

/**
 * Lets a person choose an open notebook, restarts its kernel and leads that to a sandbox by `code`, ahead of every cell that
 * this page asks of it. What keeps it from that is told: nobody is to believe that a notebook asks no store while it does.
 */
export async function leadNotebook(
  notebooks: INotebookTracker | null,
  led: LedKernels,
  code: () => Promise<string>,
): Promise<void> {
  const panel = await chooseNotebook(notebooks);
  const kernel = panel?.sessionContext.session?.kernel;
  if (panel === undefined || kernel === null || kernel === undefined) return;
  const name = panel.context.path;
  const answer = await showDialog({
    title: 'Run this notebook in the sandbox?',
    body: `The kernel of ${name} is restarted, and all its variables are lost. Its cells are then answered from the recording, and stay so over restarts, until you lead it back or the sandbox ends.`,
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: 'Restart' })],
  });
  if (!answer.button.accept) return;
  try {
    await onlyPython(kernel);
    const text = await code();
    // An earlier sandbox has no say in where this restart leads.
    led.letGo(kernel.id);
    await restartInto(kernel, text);
    led.add(kernel.id, { name, code: text });
  } catch (error) {
    Notification.error(`VectorGate: ${name} was not led to the sandbox. ${whyNot(error)}`, {
      autoClose: false,
    });
    return;
  }
  Notification.success(
    `VectorGate: ${name} is answered from the recording now, and no store is asked. Run its cells; the VectorGate panel leads it back.`,
    { autoClose: closeAfter },
  );
}

async function chooseNotebook(notebooks: INotebookTracker | null): Promise<NotebookPanel | undefined> {
  const open: NotebookPanel[] = [];
  notebooks?.forEach((panel) => {
    if (panel.sessionContext.session?.kernel) open.push(panel);
  });
  if (open.length === 0) {
    Notification.info(
      'VectorGate: no notebook is open here that has a kernel. Open the one that is to run again, and press "run a notebook in it" once more.',
      { autoClose: closeAfter },
    );
    return undefined;
  }
  const current = notebooks?.currentWidget;
  const { value } = await InputDialog.getItem({
    title: 'Run which notebook in the sandbox?',
    items: open.map(({ context }) => context.path),
    current: Math.max(0, current == null ? 0 : open.indexOf(current)),
    okLabel: 'Choose',
  });
  return open.find(({ context }) => context.path === value);
}

async function onlyPython(kernel: Kernel.IKernelConnection): Promise<void> {
  if ((await kernel.info).language_info.name !== 'python')
    throw new ServerProblem({
      code: 'no_python',
      message: 'its kernel is not Python’s, and only Python programs are led.',
      next: 'Choose a notebook of Python.',
    });
}

const whyNot = (error: unknown): string => {
  if (!(error instanceof ServerProblem)) return 'Its kernel did not restart: restart it by its own menu.';
  const { message, next } = error.problem;
  return `${message.charAt(0).toUpperCase()}${message.slice(1)} ${next}`;
};

import type { ISessionContext } from '@jupyterlab/apputils';
import type { IConsoleTracker } from '@jupyterlab/console';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { ServerClient } from './server/server-client.ts';

/**
 * Makes Python kernels governed that were started without our environment, by a silent execute.
 *
 * Sent when a kernel is new to a document and whenever its connection is (again) there, which is ahead of the
 * person's own cells even for "restart and run all". Not sent while restarting: JupyterLab drops what is pending then.
 * The code may run any number of times.
 */
export class HealKernels {
  private readonly client: ServerClient;
  private readonly healed: () => void;
  private code: Promise<string | null> | undefined;

  constructor(client: ServerClient, healed: () => void) {
    this.client = client;
    this.healed = healed;
  }

  watchNotebooks(tracker: INotebookTracker): void {
    tracker.widgetAdded.connect((_, panel) => this.watch(panel.sessionContext));
    tracker.forEach((panel) => {
      this.watch(panel.sessionContext);
    });
  }

  watchConsoles(tracker: IConsoleTracker): void {
    tracker.widgetAdded.connect((_, panel) => this.watch(panel.sessionContext));
    tracker.forEach((panel) => {
      this.watch(panel.sessionContext);
    });
  }

  private watch(context: ISessionContext): void {
    context.kernelChanged.connect((_, { newValue }) => {
      if (newValue !== null) void this.heal(newValue);
    });
    context.connectionStatusChanged.connect((_, status) => {
      const kernel = context.session?.kernel;
      if (status === 'connected' && kernel) void this.heal(kernel);
    });
    const kernel = context.session?.kernel;
    if (kernel) void this.heal(kernel);
  }

  private async heal(kernel: Kernel.IKernelConnection): Promise<void> {
    const code = await this.codeOnce();
    // Asking for `info` sends nothing of its own: every connection asks it first.
    if (code === null || (await kernel.info).language_info.name !== 'python' || kernel.isDisposed) return;
    const future = kernel.requestExecute(
      { code, silent: true, store_history: false, stop_on_error: false, allow_stdin: false },
      true,
    );
    // A restart in between cancels it; the next connection sends it anew.
    await future.done.then(this.healed, () => undefined);
  }

  private codeOnce(): Promise<string | null> {
    this.code ??= this.client.healCode().catch(() => {
      this.code = undefined;
      return null;
    });
    return this.code;
  }
}

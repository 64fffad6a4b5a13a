import type { ISessionContext } from '@jupyterlab/apputils';
import type { IConsoleTracker } from '@jupyterlab/console';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { LedKernels } from './sandbox/led-kernels.ts';
import { runSilently } from './sandbox/run-silently.ts';
import type { ServerClient } from './server/server-client.ts';

/**
 * Makes Python kernels governed that were started without our environment, by a silent execute.
 *
 * Sent when a kernel is new to a document and whenever its connection is (again) there, which is ahead of the
 * person's own cells even for "restart and run all". Not sent while restarting: JupyterLab drops what is pending then.
 * The code may run any number of times.
 *
 * A kernel that was led to a sandbox is led there again first, and already while it restarts.
 */
export class HealKernels {
  private readonly client: Pick<ServerClient, 'healCode'>;
  private readonly healed: () => void;
  private readonly led: LedKernels;
  private code: Promise<string | null> | undefined;

  constructor(client: Pick<ServerClient, 'healCode'>, healed: () => void, led: LedKernels) {
    this.client = client;
    this.healed = healed;
    this.led = led;
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

  /** Looks after the kernels of one document. */
  watch(context: ISessionContext): void {
    context.kernelChanged.connect((_, { oldValue, newValue }) => {
      if (oldValue && newValue && oldValue.id !== newValue.id) this.led.replaced(oldValue.id);
      if (newValue) void this.heal(newValue);
    });
    context.statusChanged.connect((_, status) => {
      const kernel = context.session?.kernel;
      // What was pending is dropped as soon as this was told; what is asked after that waits for the new kernel, in order.
      if (kernel && (status === 'restarting' || status === 'autorestarting') && this.led.has(kernel.id))
        queueMicrotask(() => void this.led.leadAgain(kernel));
    });
    context.connectionStatusChanged.connect((_, status) => {
      const kernel = context.session?.kernel;
      if (status === 'connected' && kernel) void this.heal(kernel);
    });
    const kernel = context.session?.kernel;
    if (kernel) void this.heal(kernel);
  }

  private async heal(kernel: Kernel.IKernelConnection): Promise<void> {
    // Queued before anything is waited for.
    const led = this.led.leadAgain(kernel);
    const code = await this.codeOnce();
    // Asking for `info` sends nothing of its own: every connection asks it first.
    if (code === null || (await kernel.info).language_info.name !== 'python' || kernel.isDisposed) return;
    await led;
    // A restart in between cancels it; the next connection sends it anew.
    await runSilently(kernel, code).then(this.healed, () => undefined);
  }

  private codeOnce(): Promise<string | null> {
    this.code ??= this.client.healCode().catch(() => {
      this.code = undefined;
      return null;
    });
    return this.code;
  }
}

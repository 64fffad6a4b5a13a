import type { Kernel } from '@jupyterlab/services';
import { runSilently } from './run-silently.ts';

interface Led {
  /** The notebook, for people. */
  readonly name: string;
  /** Leads the kernel there; where the sandbox has ended, it closes every address to it and raises. */
  readonly code: string;
}

/**
 * The kernels that this page led to a sandbox. Whoever was told so is not to find out by a store: over restarts, also of a
 * crash, they are led there again ahead of every cell. Where the sandbox has ended, they are closed, and the person is told.
 */
export class LedKernels {
  private readonly led = new Map<string, Led>();
  private readonly warn: (text: string) => void;

  /** `warn` tells the person; it stays until it is read. */
  constructor(warn: (text: string) => void) {
    this.warn = warn;
  }

  has(kernel: string): boolean {
    return this.led.has(kernel);
  }

  /** A kernel was led there. */
  add(kernel: string, led: Led): void {
    this.led.set(kernel, led);
  }

  /** A person leads it back: its next restart leaves the sandbox. */
  letGo(kernel: string): void {
    this.led.delete(kernel);
  }

  /** A notebook has another kernel, which nobody led anywhere. */
  replaced(kernel: string): void {
    const { name } = this.led.get(kernel) ?? {};
    if (!this.led.delete(kernel)) return;
    this.warn(
      `VectorGate: ${name} has another kernel now, which is not in the sandbox: its calls go through the gate. Press "run a notebook in it" to lead it there again.`,
    );
  }

  /** Leads one there again. To be called as soon as its restart is known, before anything else can be asked of it. */
  async leadAgain(kernel: Kernel.IKernelConnection): Promise<void> {
    const led = this.led.get(kernel.id);
    if (led === undefined) return;
    // What a restart cancels is sent anew by the next connection.
    const ran = await runSilently(kernel, led.code).catch(() => undefined);
    if (ran === undefined || ran.ok || this.led.get(kernel.id) !== led) return;
    this.led.delete(kernel.id);
    this.warn(
      ran.error === 'VectorGateError'
        ? `VectorGate: the kernel of ${led.name} was restarted, and its sandbox has ended. Its cells reach no store. Restart it once more to go through the gate again, or start the sandbox again and lead it there.`
        : `VectorGate: the kernel of ${led.name} was restarted and could not be led to its sandbox again: its calls go through the gate. Press "run a notebook in it" to lead it there again.`,
    );
  }
}

import type { Sandboxes, SandboxOf } from './sandboxes.ts';

/** What became of waiting: a kernel came; the sandbox ended before; nobody waits any more. */
export type KernelCame = { readonly pid: number } | 'ended' | 'left';

/** Waits for a kernel that was not in this very sandbox when the waiting began. Whose notebook's it is, it does not say. */
export function kernelComes(sandboxes: Sandboxes, of: SandboxOf, signal: AbortSignal): Promise<KernelCame> {
  const { promise, resolve } = Promise.withResolvers<KernelCame>();
  const began = sandboxes.entry(of);
  const kernels = () =>
    (began?.programs ?? []).filter(({ kernel }) => kernel !== undefined).map(({ pid }) => pid);
  const before = new Set(kernels());
  const look = (): void => {
    const pid = kernels().find((one) => !before.has(one));
    if (pid !== undefined) resolve({ pid });
    else if (began?.standing.state !== 'ready' || sandboxes.entry(of) !== began) resolve('ended');
  };
  const stop = sandboxes.onDidChange(look);
  const leave = (): void => resolve('left');
  signal.addEventListener('abort', leave, { once: true });
  look();
  if (signal.aborted) leave();
  return promise.finally(() => {
    stop();
    signal.removeEventListener('abort', leave);
  });
}

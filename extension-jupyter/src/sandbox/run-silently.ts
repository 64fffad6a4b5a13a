import type { Kernel } from '@jupyterlab/services';

/** What became of code that was run beside the cells: it ran, or the kernel raised an error of this name. */
export type RanSilently = { readonly ok: true } | { readonly ok: false; readonly error: string };

/**
 * Runs code in a kernel, leaving no trace in its history. It is queued at once, so that it goes ahead of whatever is asked
 * later. Rejects where a restart cancelled it.
 */
export async function runSilently(kernel: Kernel.IKernelConnection, code: string): Promise<RanSilently> {
  const future = kernel.requestExecute(
    { code, silent: true, store_history: false, stop_on_error: false, allow_stdin: false },
    true,
  );
  const { content } = await future.done;
  if (content.status === 'ok') return { ok: true };
  return { ok: false, error: content.status === 'error' ? content.ename : content.status };
}

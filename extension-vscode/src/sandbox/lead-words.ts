/** A kernel that the panel knows of a notebook: none, a process, or one that runs where this window cannot see it. */
export type KnownKernel = 'none' | 'elsewhere' | { readonly pid: number };

const next = 'The next kernel that starts here is answered from the recording.';

/**
 * What is said while a kernel is waited for. Where none is known there may yet be one: of an earlier window, or elsewhere. So
 * nobody is told to just run a cell.
 */
export function waitingWords(name: string, known: KnownKernel): string {
  if (known === 'elsewhere')
    return `VectorGate: the kernel of ${name} runs where it cannot be led from here, and its cells go on to the real stores. Choose a kernel of this machine for it, and run no cell before it is restarted. ${next}`;
  if (known === 'none')
    return `VectorGate: no kernel of ${name} is known here. Where the editor asks to restart one, do. Only where it asks nothing, run the first cell. A kernel that runs already is not led: its cells go to the real stores. ${next}`;
  return `VectorGate: restart the kernel of ${name} when the editor asks, and run no cell before this message goes: it would go to the real stores. ${next}`;
}

/** A restart was asked for, and the old process still runs. */
export const stillRunsWords = (name: string, pid: number): string =>
  `VectorGate: the kernel of ${name} (process ${pid}) was not restarted and is in no sandbox: its cells go to the real stores. Restart it from the notebook's own toolbar, or cancel the waiting.`;

/** No kernel came. */
export const notLedWords = (name: string): string =>
  `VectorGate: the sandbox ended before a kernel of ${name} came. Its cells go to the real stores.`;

/** Somebody left off. */
export const leftWords = (name: string): string =>
  `VectorGate: no kernel of ${name} is waited for any more. One that starts from now on is not answered from the recording.`;

/** A kernel came. Nothing that the editor tells says for certain whose it is; its process does. */
export const cameWords = (name: string, pid: number): string =>
  `VectorGate: a kernel, process ${pid}, is answered from the recording now. It is that of ${name} if os.getpid() says ${pid} there; until you saw that, run no cell there that must not reach a store. Restart it to lead it back.`;

/**
 * A kernel that was in a sandbox is gone. `notebook`: whose it is taken for. `governs`: new kernels of this window are led to the
 * gate. `again`: its sandbox is ready, and takes another.
 */
export function goneWords(
  { pid, notebook }: { readonly pid: number; readonly notebook: string | undefined },
  governs: boolean,
  again: boolean,
): string {
  const whose = notebook === undefined ? '' : `, as far as is known that of ${notebook}`;
  const next = again ? ' Run the notebook in the sandbox again before you run a cell of it.' : '';
  return `VectorGate: a kernel of the sandbox ended (process ${pid}${whose}). The next one of its notebook is led out of the sandbox, and its cells go to the real stores${governs ? ' through the gate' : ''}.${next}`;
}

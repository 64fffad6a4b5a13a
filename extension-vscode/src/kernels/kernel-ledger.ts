import type { KernelEntry } from '../gate/standing.ts';
import type { KernelProcess } from './kernel-process.ts';

/** A process that said hello to this window's broker. */
export interface GovernedProcess {
  readonly pid: number;
  readonly kernel?: string | undefined;
  /** When it said so last, in milliseconds since the epoch, where that is known. */
  readonly since?: number;
  /** It said so to a sandbox of this window. */
  readonly sandbox?: true;
}

/** A notebook of which a cell ran in this window. */
export interface ActiveNotebook {
  readonly uri: string;
  /** File name. */
  readonly name: string;
  /** Its folder on this machine; empty when it has none. */
  readonly folder: string;
  /** When its latest cell began or ended; milliseconds since the epoch. */
  readonly ran: number;
  readonly python: boolean;
}

/** How long a kernel may take from its start to its hello, in milliseconds. */
const graceMilliseconds = 15_000;
/** How far the system's word on the start of a process may be off, in milliseconds. */
const startSlack = 2_000;

/**
 * Which notebook's kernel is which process, and whether it is governed. The Jupyter extension tells no process ids, so
 * a notebook that ran is given the kernel that was started last before that and belongs to no other notebook; one in
 * the notebook's own folder goes first. Once made, a pair lasts as long as the process.
 */
export class KernelLedger {
  readonly #pairs = new Map<string, number>();
  /** The latest cell of notebooks whose process is gone, by address: it says nothing of where the next one runs. */
  readonly #outlived = new Map<string, number>();

  /** Forget a notebook that was closed, or whose kernel is being restarted. */
  forget(uri: string): void {
    this.#pairs.delete(uri);
  }

  /**
   * `processes`: the kernels that run, or undefined where the system does not tell; then those that said hello are
   * all that is known. `now` in milliseconds since the epoch.
   */
  look(
    notebooks: readonly ActiveNotebook[],
    processes: readonly KernelProcess[] | undefined,
    governed: readonly GovernedProcess[],
    now: number,
  ): readonly KernelEntry[] {
    const known =
      processes ??
      governed
        .filter(({ kernel }) => kernel !== undefined)
        .map(({ pid }) => ({ pid, started: 0, folder: '', python: undefined }));
    this.#pair(notebooks, known);
    const hello = latestWords(governed, known);
    const names = new Map([...this.#pairs].map(([uri, pid]) => [pid, uri]));
    const here = known
      .map((process): KernelEntry => {
        const notebook = notebooks.find(({ uri }) => uri === names.get(process.pid));
        return {
          pid: process.pid,
          notebook: notebook?.uri,
          name: notebook?.name ?? `kernel ${process.pid}`,
          standing: standingOf(hello.get(process.pid)),
          since: process.started,
          python: process.python,
        };
      })
      // A kernel that is just starting is not yet anything.
      .filter(({ pid, since }) => hello.has(pid) || now - since >= graceMilliseconds);
    const elsewhere = notebooks
      .filter(
        ({ uri, python, ran }) =>
          python &&
          !this.#pairs.has(uri) &&
          ran > (this.#outlived.get(uri) ?? 0) &&
          now - ran >= graceMilliseconds,
      )
      .map(
        ({ uri, name, ran }): KernelEntry => ({
          pid: 0,
          notebook: uri,
          name,
          standing: 'elsewhere',
          since: ran,
        }),
      );
    return [...here, ...elsewhere];
  }

  #pair(notebooks: readonly ActiveNotebook[], processes: readonly KernelProcess[]): void {
    const alive = new Set(processes.map(({ pid }) => pid));
    const open = new Set(notebooks.map(({ uri }) => uri));
    for (const [uri, pid] of this.#pairs) {
      if (alive.has(pid) && open.has(uri)) continue;
      this.#pairs.delete(uri);
      const ran = notebooks.find((notebook) => notebook.uri === uri)?.ran;
      if (ran !== undefined) this.#outlived.set(uri, ran);
    }
    for (const uri of this.#outlived.keys()) if (!open.has(uri)) this.#outlived.delete(uri);
    const unpaired = notebooks.filter(({ uri, python }) => python && !this.#pairs.has(uri));
    for (const notebook of unpaired.toSorted((a, b) => b.ran - a.ran)) {
      const taken = new Set(this.#pairs.values());
      const [best] = processes
        .filter(({ pid, started }) => !taken.has(pid) && started <= notebook.ran + 1_000)
        .toSorted(
          (a, b) =>
            Number(b.folder === notebook.folder) - Number(a.folder === notebook.folder) ||
            b.started - a.started,
        );
      if (best !== undefined) this.#pairs.set(notebook.uri, best.pid);
    }
  }
}

const standingOf = (word: GovernedProcess | undefined): KernelEntry['standing'] => {
  if (word === undefined) return 'not governed';
  return word.sandbox ? 'in a sandbox' : 'governed';
};

/** The latest word of each process. One to a sandbox that is older than the process was another's, which had its number before. */
function latestWords(
  governed: readonly GovernedProcess[],
  processes: readonly KernelProcess[],
): ReadonlyMap<number, GovernedProcess> {
  const started = new Map(processes.map(({ pid, started }) => [pid, started]));
  const words = new Map<number, GovernedProcess>();
  for (const word of governed) {
    const { pid, since = 0, sandbox } = word;
    if (sandbox && word.since !== undefined && (started.get(pid) ?? 0) > since + startSlack) continue;
    if (since >= (words.get(pid)?.since ?? 0)) words.set(pid, word);
  }
  return words;
}

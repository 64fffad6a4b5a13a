import { isAlive } from '../processes/is-alive.ts';

/** A process that said hello. */
export interface GovernedProcess {
  /** As it said itself: Node tells nobody who is at the other end of a socket. */
  readonly pid: number;
  /** Jupyter's id of the kernel, where it is one. */
  readonly kernel: string | undefined;
  readonly session: string | undefined;
  /** When it said so, in milliseconds since the epoch. */
  readonly since: number;
}

const most = 4096;
const longest = 128;
const printable = /^[^\p{Cc}\p{Cs}]+$/u;

/** The processes that said hello. Those that are gone are forgotten when the list is read. */
export class ProcessList {
  readonly #byPid = new Map<number, GovernedProcess>();

  /** The newest word of a process counts. Anything that is not short text is left out. */
  add(pid: unknown, kernel: unknown, session: unknown): void {
    if (typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0 || pid > 2 ** 31) return;
    this.#byPid.delete(pid);
    this.#byPid.set(pid, { pid, kernel: short(kernel), session: short(session), since: Date.now() });
    const [eldest] = this.#byPid.keys();
    if (this.#byPid.size > most) this.#byPid.delete(eldest!);
  }

  /** Those that still live. */
  living(): readonly GovernedProcess[] {
    for (const pid of this.#byPid.keys()) if (!isAlive(pid)) this.#byPid.delete(pid);
    return [...this.#byPid.values()];
  }
}

const short = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= longest && printable.test(value) ? value : undefined;

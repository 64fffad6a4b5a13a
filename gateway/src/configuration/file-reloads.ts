import type { Logger } from 'pino';
import { GateError } from '../errors/gate-error.ts';
import { filesPrint } from './files-print.ts';
import { Reloaded } from './reloaded.ts';

/** Files that are read again when they change. */
export interface ReloadedPart<T> {
  /** Its key in the configuration, e.g. `listeners.data.tls`. */
  readonly name: string;
  readonly files: readonly string[];
  /** Reads and checks them. Throws `GateError` naming file and remedy, never what the file holds. */
  readonly read: () => Promise<T>;
  /** A further check of what replaces something good, e.g. that it has not expired. Throws as `read` does. */
  readonly checkNew?: (value: T) => void;
}

/** What status API and metrics tell about one part. */
export interface ReloadStatus {
  readonly name: string;
  /** False while the files hold nothing good: what was read before stays in force. */
  readonly ok: boolean;
  /** RFC 3339; when what is in force was read. */
  readonly loadedAt: string;
}

interface Watched {
  readonly name: string;
  /** Reads the files and puts what they hold in force. */
  readonly take: () => Promise<void>;
  readonly files: readonly string[];
  /** Print of the files when they were looked at last, when they were taken, and when they were found to be no good. */
  seen: string;
  taken: string;
  failed: string | undefined;
  loadedAt: Date;
}

/**
 * Looks at files again and again, through symbolic links, and takes what they hold when it has changed and is good:
 * certificates and credentials are renewed without a restart. Files are taken only when they were the same at two
 * looks, so that a certificate is not read with the key of the one before.
 */
export class FileReloads {
  readonly #log: Logger;
  readonly #interval: number;
  readonly #watched: Watched[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #closed = false;

  /** `interval`: how often the files are looked at, in milliseconds. A change acts at the second look that finds it. */
  constructor(log: Logger, interval = 400) {
    this.#log = log;
    this.#interval = interval;
  }

  /** Reads a part and keeps it fresh from now on. Throws what `read` throws. */
  async load<T>(part: ReloadedPart<T>): Promise<Reloaded<T>> {
    const { name, files, read, checkNew } = part;
    const print = await filesPrint(files);
    const reloaded = new Reloaded<T>(await read());
    const take = async (): Promise<void> => {
      const value = await read();
      checkNew?.(value);
      reloaded.replace(value);
    };
    this.#watched.push({
      name,
      files,
      take,
      seen: print,
      taken: print,
      failed: undefined,
      loadedAt: new Date(),
    });
    if (this.#timer === undefined && !this.#closed) this.#watch();
    return reloaded;
  }

  status(): readonly ReloadStatus[] {
    return this.#watched.map(({ name, failed, loadedAt }) => ({
      name,
      ok: failed === undefined,
      loadedAt: loadedAt.toISOString(),
    }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  #watch(): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().finally(() => {
        if (!this.#closed) this.#watch();
      });
    }, this.#interval).unref();
  }

  async #look(): Promise<void> {
    for (const watched of this.#watched) await this.#lookAt(watched);
  }

  async #lookAt(watched: Watched): Promise<void> {
    const { name } = watched;
    const print = await filesPrint(watched.files);
    if (print !== watched.seen) {
      watched.seen = print;
      return;
    }
    if (print === watched.taken) {
      if (watched.failed !== undefined) this.#log.info({ part: name }, `${name}: the files are as before`);
      watched.failed = undefined;
      return;
    }
    if (print === watched.failed) return;
    try {
      await watched.take();
      watched.taken = print;
      watched.failed = undefined;
      watched.loadedAt = new Date();
      this.#log.info({ part: name }, `${name}: read again, in force`);
    } catch (error) {
      watched.failed = print;
      const why = error instanceof GateError ? error.message : 'VectorGate: a fault in the gateway.';
      this.#log.error(
        { part: name, err: error },
        `${name}: not taken, the one before stays in force: ${why.replace(/^VectorGate: /, '')}`,
      );
    }
  }
}

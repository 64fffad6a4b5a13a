import { write, writeSync } from 'node:fs';

/** Characters that may wait for a reader who is slow; what comes then is lost. */
const mostWaiting = 4 * 2 ** 20;
/** After this long, in milliseconds, a reader who could take nothing is tried again. */
const again = 50;

/**
 * Where the gateway's own log goes: a file descriptor, written to beside the event loop. A reader who is gone or slow
 * and a disk that is full cost lines of the log, never an answer: pino's own way would hold up or end the process.
 */
export class LogOutput {
  readonly #descriptor: number;
  #waiting: string[] = [];
  #size = 0;
  #writing = false;
  #lost = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
    process.once('exit', () => this.#flush());
  }

  /** Takes one line, with its end. */
  write(line: string): void {
    if (this.#size > mostWaiting) {
      this.#lost += 1;
      return;
    }
    this.#waiting.push(line);
    this.#size += line.length;
    if (!this.#writing) this.#next();
  }

  #next(): void {
    this.#writing = this.#waiting.length > 0;
    if (!this.#writing) return;
    const lines = this.#waiting;
    this.#waiting = [];
    this.#size = 0;
    this.#put(Buffer.from(lines.join('')), lines.length);
  }

  #put(bytes: Buffer, lines: number): void {
    write(this.#descriptor, bytes, (error, written) => {
      if (error?.code === 'EAGAIN') setTimeout(() => this.#put(bytes, lines), again);
      else if (error !== null) this.#lose(lines);
      else if (written < bytes.length) this.#put(bytes.subarray(written), lines);
      else this.#tellLost();
    });
  }

  #lose(lines: number): void {
    this.#lost += lines;
    this.#next();
  }

  #tellLost(): void {
    if (this.#lost > 0) {
      const line = { level: 40, time: Date.now(), lost: this.#lost, msg: 'lines of this log were lost' };
      this.#lost = 0;
      this.#waiting.unshift(`${JSON.stringify(line)}\n`);
    }
    this.#next();
  }

  /** The last lines, as the process ends. */
  #flush(): void {
    try {
      writeSync(this.#descriptor, this.#waiting.join(''));
    } catch {
      // Nobody is there to read them.
    }
  }
}

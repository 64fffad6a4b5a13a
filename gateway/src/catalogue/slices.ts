import { setImmediate as breathe } from 'node:timers/promises';

/** How long (ms) one request keeps everything else waiting at a time. */
const slice = 8;

/** Cuts a long walk of one request into slices, between which requests of others pass. */
export class Slices {
  #since = performance.now();

  /** Whether it is the others' turn. */
  get over(): boolean {
    return performance.now() - this.#since >= slice;
  }

  async breathe(): Promise<void> {
    await breathe();
    this.#since = performance.now();
  }
}

/** Shorter bodies are not worth keeping memory for. */
export const longAnswer = 128 * 1024;
/** Bytes that are kept for later. */
const mostSpare = 64 * 1024 * 1024;

interface Spare {
  readonly bytes: Buffer;
  /** Sweeps that it has seen. */
  age: number;
}

/**
 * Memory for long bodies, used over and over: made anew for each, V8 looks through all of its heap after every thirty
 * answers of a megabyte, which was a third of what they cost. What is not given back is left to the collector.
 */
export class BodyMemory {
  /** Last used last: the others age and go. */
  readonly #spare: Spare[] = [];
  #bytes = 0;

  /** Memory of at least `length` bytes, with whatever stands in it. */
  take(length: number): Buffer {
    for (let i = this.#spare.length - 1; i >= 0; i--) {
      const { bytes } = this.#spare[i]!;
      if (bytes.length < length || bytes.length > 2 * length) continue;
      this.#spare.splice(i, 1);
      this.#bytes -= bytes.length;
      return bytes;
    }
    // Like answers differ a little in length: a quarter of a power of two is the step.
    const step = 2 ** (Math.floor(Math.log2(length)) - 2);
    return Buffer.allocUnsafeSlow(Math.ceil(length / step) * step);
  }

  /** Nobody reads it any more. */
  give(bytes: Buffer): void {
    if (this.#bytes + bytes.length > mostSpare) return;
    this.#bytes += bytes.length;
    this.#spare.push({ bytes, age: 0 });
  }

  /** Lets go of what was not used since the sweep before last. Call it every few seconds. */
  sweep(): void {
    for (const spare of this.#spare) spare.age += 1;
    const kept = this.#spare.filter(({ age }) => age < 3);
    this.#spare.splice(0, this.#spare.length, ...kept);
    this.#bytes = kept.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }
}

/**
 * Room for the bytes of one chunk at a time that nothing keeps. What SQLite hands out is given back at once: left to the
 * collector, the columns of ten million records pile up within one search.
 */
export class ChunkScratch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whose bytes these are. */
  chunk = -1;

  constructor(most: number) {
    this.bytes = new Uint8Array(most);
  }

  /** They are there until the next ones come. */
  take(chunk: number, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    this.chunk = chunk;
    this.bytes.set(bytes);
    const { length } = bytes;
    bytes.buffer.transfer(0);
    return this.bytes.subarray(0, length);
  }

  drop(chunk: number): void {
    if (this.chunk === chunk) this.chunk = -1;
  }
}

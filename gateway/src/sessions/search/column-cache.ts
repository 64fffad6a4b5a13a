/**
 * What was read lately of chunks, up to so many bytes. The newest chunks stay: a search goes through them from the newest
 * on, so whatever gave way to the next one would be asked for again right after.
 */
export class ColumnCache<Value> {
  readonly #most: number;
  readonly #chunks = new Map<number, Map<number, { readonly value: Value; readonly bytes: number }>>();
  #oldest = Number.POSITIVE_INFINITY;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(chunk: number, part: number): Value | undefined {
    return this.#chunks.get(chunk)?.get(part)?.value;
  }

  /** Whether there is room for so many bytes of a chunk, or older ones can give way. */
  takes(chunk: number, bytes: number): boolean {
    return bytes <= this.#most && (this.#bytes + bytes <= this.#most || chunk > this.#oldest);
  }

  add(chunk: number, part: number, value: Value, bytes: number): void {
    while (this.#bytes + bytes > this.#most) {
      if (chunk <= this.#oldest) return;
      this.drop(this.#oldest);
    }
    let parts = this.#chunks.get(chunk);
    if (parts === undefined) {
      parts = new Map();
      this.#chunks.set(chunk, parts);
      this.#oldest = Math.min(this.#oldest, chunk);
    }
    this.#bytes += bytes;
    parts.set(part, { value, bytes });
  }

  drop(chunk: number): void {
    for (const { bytes } of this.#chunks.get(chunk)?.values() ?? []) this.#bytes -= bytes;
    this.#chunks.delete(chunk);
    if (chunk !== this.#oldest) return;
    this.#oldest = Number.POSITIVE_INFINITY;
    for (const other of this.#chunks.keys()) this.#oldest = Math.min(this.#oldest, other);
  }
}

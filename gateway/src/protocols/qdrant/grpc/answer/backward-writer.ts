import { varintBytes } from '@vectorgate/store-messages/protobuf';

/** Shorter stretches are copied byte by byte. */
const short = 32;

/**
 * Writes a message from its end to its beginning: the length of what a field holds is known when it is written. What is
 * kept of the original is copied in stretches as long as possible.
 */
export class BackwardWriter {
  readonly #original: Buffer;
  #bytes: Buffer;
  /** Where what was written begins. */
  #at: number;
  /** A stretch of the original that stands before it, and is still to be copied. */
  #keptFrom = 0;
  #keptTo = 0;

  constructor(original: Buffer) {
    this.#original = original;
    this.#bytes = Buffer.allocUnsafeSlow(original.length + 256);
    this.#at = this.#bytes.length;
  }

  get length(): number {
    return this.#bytes.length - this.#at + (this.#keptTo - this.#keptFrom);
  }

  /** `[start, end)` of the original as it is. */
  keep(start: number, end: number): void {
    if (this.#keptFrom !== end || this.#keptTo === this.#keptFrom) {
      this.#flush();
      this.#keptTo = end;
    }
    this.#keptFrom = start;
  }

  bytes(bytes: Uint8Array): void {
    this.#flush();
    this.#put(bytes, 0, bytes.length);
  }

  /** A whole number of up to 64 bits, its sign as two's complement. */
  varint(value: number | bigint): void {
    this.bytes(varintBytes(value));
  }

  /** The number and length of a field whose value was written last. `before`: `length` before that. */
  head(number: number, before: number): void {
    this.#count(this.length - before);
    this.tag(number, 2);
  }

  /** The number of a field whose value was written last, and how that lies. */
  tag(number: number, type: number): void {
    this.#count(number * 8 + type);
  }

  #count(value: number): void {
    this.#flush();
    let size = 1;
    for (let left = value; left > 0x7f; left = Math.floor(left / 128)) size++;
    this.#room(size);
    this.#at -= size;
    let left = value;
    for (let i = 0; i < size; i++) {
      this.#bytes[this.#at + i] = (left & 0x7f) | (i < size - 1 ? 0x80 : 0);
      left = Math.floor(left / 128);
    }
  }

  take(): Buffer {
    this.#flush();
    return this.#bytes.subarray(this.#at);
  }

  #flush(): void {
    if (this.#keptFrom === this.#keptTo) return;
    this.#put(this.#original, this.#keptFrom, this.#keptTo);
    this.#keptFrom = this.#keptTo = 0;
  }

  #put(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    this.#room(count);
    this.#at -= count;
    const [bytes, at] = [this.#bytes, this.#at];
    if (count > short) bytes.set(source.subarray(start, end), at);
    else for (let i = 0; i < count; i++) bytes[at + i] = source[start + i]!;
  }

  #room(bytes: number): void {
    if (bytes <= this.#at) return;
    const written = this.#bytes.length - this.#at;
    const larger = Buffer.allocUnsafeSlow((written + bytes) * 2);
    const at = larger.length - written;
    this.#bytes.copy(larger, at, this.#at);
    this.#bytes = larger;
    this.#at = at;
  }
}

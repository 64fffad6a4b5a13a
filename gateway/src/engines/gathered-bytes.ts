/** Pieces that are not longer are copied together. */
const small = 4 * 1024;
const blockSize = 16 * 1024;

/**
 * Bytes that come in pieces. A buffer costs some hundred bytes whatever it holds, and keeps all of the network's read
 * that it is a part of: a body in chunks of one byte would take many times its length.
 */
export class GatheredBytes {
  readonly #pieces: Uint8Array[] = [];
  #block: Buffer | undefined;
  #filled = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Adds a piece, which must not change afterwards. */
  add(piece: Buffer): void {
    // Most come in one piece, which is kept as it is.
    const first = this.#length === 0;
    this.#length += piece.length;
    if (first || piece.length > small) {
      this.#endBlock();
      this.#pieces.push(piece);
      return;
    }
    if (this.#block === undefined || this.#filled + piece.length > blockSize) {
      this.#endBlock();
      this.#block = Buffer.allocUnsafeSlow(blockSize);
    }
    piece.copy(this.#block, this.#filled);
    this.#filled += piece.length;
  }

  #endBlock(): void {
    if (this.#block !== undefined) this.#pieces.push(this.#block.subarray(0, this.#filled));
    this.#block = undefined;
    this.#filled = 0;
  }

  /** All of them in one buffer. */
  whole(): Uint8Array {
    this.#endBlock();
    return this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces, this.#length);
  }
}

import { frameHeadBytes } from '@vectorgate/policy-schema/evidence';

/** Bytes of one piece of memory: some batches of short records. */
const pieceBytes = 1024 * 1024;
/** Longer frames have memory of their own. */
const longest = pieceBytes / 4;
/** Pieces that are kept for later when nothing stands in them. */
const spare = 4;

interface Piece {
  readonly bytes: Buffer;
  used: number;
  /** Frames in it that are not written yet. */
  frames: number;
}

/**
 * Memory for frames on their way to the disk, used over and over: made anew for each, it would be most of what the
 * gateway allocates. Frames that follow each other lie side by side, so that a batch is one run of bytes.
 */
export class FrameMemory {
  readonly #pieces: Piece[] = [];
  #current: Piece | undefined;

  /** A frame with room for a record of `length` bytes. It is valid until `release`. */
  frame(length: number): Buffer {
    const size = frameHeadBytes + length;
    if (size > longest) return Buffer.allocUnsafeSlow(size);
    let piece = this.#current;
    if (piece === undefined || piece.used + size > pieceBytes) {
      piece = this.#pieces.find((each) => each.frames === 0);
      if (piece === undefined) {
        piece = { bytes: Buffer.allocUnsafeSlow(pieceBytes), used: 0, frames: 0 };
        this.#pieces.push(piece);
      }
      piece.used = 0;
      this.#current = piece;
    }
    const frame = piece.bytes.subarray(piece.used, piece.used + size);
    piece.used += size;
    piece.frames += 1;
    return frame;
  }

  /** The frame was written, or never will be. */
  release(frame: Buffer): void {
    const at = this.#pieces.findIndex(({ bytes }) => bytes.buffer === frame.buffer);
    const piece = this.#pieces[at];
    if (piece === undefined) return;
    piece.frames -= 1;
    if (piece.frames > 0) return;
    piece.used = 0;
    if (this.#pieces.length > spare && piece !== this.#current) this.#pieces.splice(at, 1);
  }
}

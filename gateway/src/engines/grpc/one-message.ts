import { prefixBytes } from '@vectorgate/store-messages/grpc';
import { GatheredBytes } from '../gathered-bytes.ts';

/** Why a body is not exactly one message. */
export type FrameFault = 'none' | 'several' | 'cut-short' | 'flag' | 'too-large';

/** A body that is not exactly one message of a length that is allowed. */
export class FrameError extends Error {
  readonly fault: FrameFault;

  constructor(fault: FrameFault) {
    super(`not one message: ${fault}`);
    this.fault = fault;
  }
}

/** Reads the body of a unary call, or of its answer: one message behind its prefix, and nothing else. */
export class OneMessage {
  readonly #limit: number;
  readonly #body = new GatheredBytes();
  #prefix: Buffer = Buffer.alloc(0);
  #length = -1;
  #compressed = false;

  /** @param limit bytes that the message may have as it travels */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether anything has come. */
  get begun(): boolean {
    return this.#prefix.length > 0;
  }

  /** Reads on. Throws `FrameError` as soon as it is certain that this is not one message. */
  read(chunk: Buffer): void {
    let rest = chunk;
    if (this.#prefix.length < prefixBytes) {
      const missing = prefixBytes - this.#prefix.length;
      this.#prefix = Buffer.concat([this.#prefix, chunk.subarray(0, missing)]);
      rest = chunk.subarray(missing);
      if (this.#prefix.length < prefixBytes) return;
      const flag = this.#prefix[0]!;
      if (flag > 1) throw new FrameError('flag');
      this.#compressed = flag === 1;
      this.#length = this.#prefix.readUInt32BE(1);
      if (this.#length > this.#limit) throw new FrameError('too-large');
    }
    if (rest.length === 0) return;
    if (this.#body.length + rest.length > this.#length) throw new FrameError('several');
    this.#body.add(rest);
  }

  /** The message, once all has come. Throws `FrameError`. */
  end(): { readonly message: Uint8Array; readonly compressed: boolean } {
    if (!this.begun) throw new FrameError('none');
    if (this.#length !== this.#body.length) throw new FrameError('cut-short');
    return { message: this.#body.whole(), compressed: this.#compressed };
  }
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** An answer that is a file and no JSON: it is sent as it is made. */
export class Download {
  readonly mediaType: string;
  readonly name: string;
  readonly #content: Readable | AsyncIterable<string | Uint8Array>;
  readonly #end: () => void;
  readonly #bytes: number | undefined;

  /** `end` is called when it was sent, or was not to be. `bytes`: how many, where that is known before. */
  constructor(
    name: string,
    mediaType: string,
    content: Readable | AsyncIterable<string | Uint8Array>,
    end: () => void,
    bytes?: number,
  ) {
    this.name = name;
    this.mediaType = mediaType;
    this.#content = content;
    this.#end = end;
    this.#bytes = bytes;
  }

  /** Sends it. What fails on the way breaks the answer off, so that nobody takes a part of it for all. */
  async send(res: Response): Promise<void> {
    try {
      res.status(200).set({
        'Content-Type': this.mediaType,
        'Content-Disposition': `attachment; filename="${this.name}"`,
        'Cache-Control': 'no-store',
        ...(this.#bytes !== undefined && { 'Content-Length': String(this.#bytes) }),
      });
      const content = this.#content instanceof Readable ? this.#content : Readable.from(this.#content);
      await pipeline(content, res);
    } finally {
      this.#end();
    }
  }
}

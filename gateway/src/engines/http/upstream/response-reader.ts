import { GatheredBytes } from '../../gathered-bytes.ts';
import type { HttpResponse } from '../http-message.ts';
import { type BodyMemory, longAnswer } from './body-memory.ts';
import { ChunkedBody } from './chunked-body.ts';
import { malformedAnswer, ResponseError } from './response-error.ts';
import { type ResponseHead, readResponseHead } from './response-head.ts';

const longestHead = 64 * 1024;
const mostInterim = 100;
/** The last bytes of a long body may come by way of a copy. */
const worthReading = 16 * 1024;
const headEnd = Buffer.from('\r\n\r\n');

/** The answer is larger than this gateway delivers. */
export class ResponseTooLarge extends ResponseError {
  constructor() {
    super('answer-too-large', 'the answer is larger than the limit');
  }
}

/** Reads the response to one request out of a connection's bytes. Throws `ResponseError`. */
export class ResponseReader {
  readonly #method: string;
  readonly #limit: number;
  /** Bytes of a head that is not whole yet. */
  #begun: Buffer | undefined;
  #head: ResponseHead | undefined;
  readonly #memory: BodyMemory | undefined;
  /** A body whose length is told is read into its place at once. */
  #body: Buffer | undefined;
  /** Where a long one lies, with room for a byte behind it: one that nobody asked for is seen at once. */
  #place: Buffer | undefined;
  #filled = 0;
  /** A body whose length is not told is kept in pieces. */
  readonly #pieces = new GatheredBytes();
  #chunked: ChunkedBody | undefined;
  #done = false;
  #interim = 0;

  constructor(method: string, limit: number, memory?: BodyMemory) {
    this.#method = method;
    this.#limit = limit;
    this.#memory = memory;
  }

  /** True once the whole response was read. */
  get done(): boolean {
    return this.#done;
  }

  /** Whether the connection can take another request. */
  get keepAlive(): boolean {
    return this.#done && this.#head!.keepAlive && this.#head!.length !== 'until-close';
  }

  /** The response, once it is `done`. */
  response(): HttpResponse {
    const { status, headers } = this.#head!;
    const body = this.#body ?? this.#pieces.whole();
    const memory = this.#memory;
    let place = this.#place;
    if (memory === undefined || place === undefined) return { status, headers, body };
    const release = (): void => {
      if (place !== undefined) memory.give(place);
      place = undefined;
    };
    return { status, headers, body, release };
  }

  /** Where the next bytes may be read to without a copy; undefined while it is not known. */
  room(): Buffer | undefined {
    const left = (this.#body?.length ?? 0) - this.#filled;
    return this.#place === undefined || left < worthReading || this.#done
      ? undefined
      : this.#place.subarray(this.#filled, this.#filled + left + 1);
  }

  /** Reads on. The bytes are only good during the call, unless they are in `room`. Returns how many belong to this response. */
  read(bytes: Buffer): number {
    let at = 0;
    while (this.#head === undefined) {
      const used = this.#readHead(bytes, at);
      if (used < 0) return bytes.length;
      at = used;
    }
    const { length } = this.#head;
    if (length === 'chunked') {
      at += this.#chunked!.read(bytes.subarray(at));
      this.#done = this.#chunked!.ended;
    } else if (length === 'until-close') {
      this.#keep(bytes.subarray(at));
      at = bytes.length;
    } else {
      const here = Math.min(bytes.length - at, length.bytes - this.#filled);
      const inPlace =
        bytes.buffer === this.#place?.buffer && bytes.byteOffset === this.#place.byteOffset + this.#filled;
      if (!inPlace) bytes.copy(this.#body!, this.#filled, at, at + here);
      this.#filled += here;
      at += here;
      this.#done = this.#filled === length.bytes;
    }
    return at;
  }

  /** The store closed the connection in good order. Throws `ResponseError` when the response is not whole. */
  close(): void {
    if (this.#head?.length !== 'until-close')
      throw new ResponseError('answer-truncated', 'the answer ended before its end');
    this.#done = true;
  }

  /** Reads a head from `from` on; returns where it ends, or -1 when its end is yet to come. */
  #readHead(bytes: Buffer, from: number): number {
    const before = this.#begun?.length ?? 0;
    const all = this.#begun === undefined ? bytes : Buffer.concat([this.#begun, bytes.subarray(from)]);
    const start = this.#begun === undefined ? from : 0;
    const end = all.indexOf(headEnd, start);
    if ((end < 0 ? all.length : end) - start > longestHead) throw malformedAnswer('a head without end');
    if (end < 0) {
      this.#begun = Buffer.from(all.subarray(start));
      return -1;
    }
    const head = readResponseHead(all.toString('latin1', start, end), this.#method);
    this.#begun = undefined;
    const after = end + headEnd.length - (before === 0 ? 0 : before - from);
    if (head.status === 101) throw malformedAnswer('another protocol, which nobody asked for');
    // 100 and 103 come before the response and are not it.
    if (head.status >= 200) this.#begin(head);
    else if (++this.#interim > mostInterim) throw malformedAnswer('interim answers without end');
    return after;
  }

  #begin(head: ResponseHead): void {
    this.#head = head;
    if (head.length === 'chunked') this.#chunked = new ChunkedBody((data) => this.#keep(data));
    else if (head.length !== 'until-close') {
      if (head.length.bytes > this.#limit) throw new ResponseTooLarge();
      // Never delivered before every byte of it was written.
      const { bytes } = head.length;
      if (this.#memory !== undefined && bytes >= longAnswer) {
        this.#place = this.#memory.take(bytes + 1);
        this.#body = this.#place.subarray(0, bytes);
      } else {
        this.#body = Buffer.allocUnsafe(bytes);
      }
    }
  }

  #keep(data: Buffer): void {
    this.#filled += data.length;
    if (this.#filled > this.#limit) throw new ResponseTooLarge();
    this.#pieces.add(Buffer.from(data));
  }
}

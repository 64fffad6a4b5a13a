import { malformedAnswer } from './response-error.ts';

const cr = 0x0d;
const lf = 0x0a;

/** Value of a hexadecimal digit, or 255. */
const hex = new Uint8Array(256).fill(255);
for (let digit = 0; digit < 16; digit++) {
  hex[digit.toString(16).charCodeAt(0)] = digit;
  hex[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

/** What comes next: a size's digits, the line's end after it, data, the two bytes behind data, the last empty line. */
type Expected = 'size' | 'size-lf' | 'data' | 'data-cr' | 'data-lf' | 'end-cr' | 'end-lf' | 'nothing';

/**
 * Takes the chunked coding off a body (RFC 9112 section 7.1), strictly: no extensions, no trailers, no bare line
 * feeds. Those carry nothing that a caller gets, and are where two readers differ.
 */
export class ChunkedBody {
  readonly #keep: (bytes: Buffer) => void;
  #expected: Expected = 'size';
  #size = 0;
  #digits = 0;

  /** `keep` takes data; the bytes are only good during the call. */
  constructor(keep: (bytes: Buffer) => void) {
    this.#keep = keep;
  }

  get ended(): boolean {
    return this.#expected === 'nothing';
  }

  /** Reads on; returns how many bytes belong to the body. Throws `ResponseError`. */
  read(bytes: Buffer): number {
    let at = 0;
    while (at < bytes.length && this.#expected !== 'nothing') {
      if (this.#expected === 'data') {
        const here = bytes.subarray(at, at + this.#size);
        this.#keep(here);
        this.#size -= here.length;
        at += here.length;
        if (this.#size === 0) this.#expected = 'data-cr';
      } else {
        this.#mark(bytes[at]!);
        at++;
      }
    }
    return at;
  }

  #mark(byte: number): void {
    switch (this.#expected) {
      case 'size':
        this.#sizeByte(byte);
        return;
      case 'size-lf':
        this.#demand(byte, lf, this.#size === 0 ? 'end-cr' : 'data');
        return;
      case 'data-cr':
        this.#demand(byte, cr, 'data-lf');
        return;
      case 'data-lf':
        this.#digits = 0;
        this.#demand(byte, lf, 'size');
        return;
      case 'end-cr':
        this.#demand(byte, cr, 'end-lf');
        return;
      default:
        this.#demand(byte, lf, 'nothing');
    }
  }

  #sizeByte(byte: number): void {
    if (byte === cr && this.#digits > 0) {
      this.#expected = 'size-lf';
      return;
    }
    const digit = hex[byte]!;
    this.#digits++;
    if (digit === 255 || this.#digits > 8) throw malformedAnswer('a chunk without a size');
    this.#size = this.#size * 16 + digit;
  }

  #demand(byte: number, wanted: number, next: Expected): void {
    if (byte !== wanted) throw malformedAnswer('a chunk that does not end where it says');
    this.#expected = next;
  }
}

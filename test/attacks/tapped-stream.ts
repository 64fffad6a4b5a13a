export interface TappedRequest {
  readonly method: string;
  readonly target: string;
  /** Names in lower case, in order; twins stay twins. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

const requestLine = /^([A-Z]+) (\/[!-~]*) HTTP\/1\.1$/;
const headerLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+): ([\t -~]*)$/;

/**
 * Reads one connection as strictly as anybody could: one spelling of everything, a length told in one way. What does
 * not fit is a fault and ends the reading, because from there on two readers may differ.
 */
export class TappedStream {
  readonly #onRequest: (request: TappedRequest) => void;
  readonly #onFault: (fault: string) => void;
  #bytes: Buffer = Buffer.alloc(0);
  /** What came behind `#bytes`, put together when it may be enough: a long body comes in many pieces. */
  #pieces: Buffer[] = [];
  #size = 0;
  #wanted = 0;
  #faulty = false;

  constructor(onRequest: (request: TappedRequest) => void, onFault: (fault: string) => void) {
    this.#onRequest = onRequest;
    this.#onFault = onFault;
  }

  read(chunk: Buffer): void {
    if (this.#faulty) return;
    this.#pieces.push(chunk);
    this.#size += chunk.length;
    if (this.#bytes.length + this.#size < this.#wanted) return;
    this.#bytes = Buffer.concat([this.#bytes, ...this.#pieces]);
    this.#pieces = [];
    this.#size = 0;
    this.#wanted = 0;
    while (!this.#faulty && this.#one());
  }

  /** Takes one whole request off the front; false when there is none yet. */
  #one(): boolean {
    const end = this.#bytes.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const lines = this.#bytes.toString('latin1', 0, end).split('\r\n');
    const line = requestLine.exec(lines[0]!);
    if (line === null) return this.#fault(`no request line: ${JSON.stringify(lines[0]!.slice(0, 80))}`);
    const headers: [string, string][] = [];
    for (const text of lines.slice(1)) {
      const header = headerLine.exec(text);
      if (header === null) return this.#fault(`no header line: ${JSON.stringify(text.slice(0, 80))}`);
      headers.push([header[1]!.toLowerCase(), header[2]!]);
    }
    const lengths = headers.filter(([name]) => name === 'content-length').map(([, value]) => value);
    if (headers.some(([name]) => name === 'transfer-encoding')) return this.#fault('a transfer-encoding');
    if (lengths.length > 1 || (lengths[0] !== undefined && !/^\d+$/.test(lengths[0])))
      return this.#fault(`content-length ${lengths.join(' and ')}`);
    const start = end + 4;
    const length = Number(lengths[0] ?? 0);
    if (this.#bytes.length < start + length) {
      this.#wanted = start + length;
      return false;
    }
    const body = this.#bytes.subarray(start, start + length);
    this.#bytes = this.#bytes.subarray(start + length);
    this.#onRequest({ method: line[1]!, target: line[2]!, headers, body });
    return true;
  }

  #fault(what: string): false {
    this.#faulty = true;
    this.#onFault(what);
    return false;
  }
}

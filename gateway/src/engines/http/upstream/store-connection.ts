import { connect, type Socket } from 'node:net';
import type { HttpResponse } from '../http-message.ts';
import type { BodyMemory } from './body-memory.ts';
import { malformedAnswer, ResponseError } from './response-error.ts';
import { ResponseReader } from './response-reader.ts';
import { type StoreRequest, writeRequest } from './store-request.ts';

export interface StoreAddress {
  readonly host: string;
  readonly port: number;
  /** The `Host` header. */
  readonly authority: string;
}

/** Milliseconds. */
export interface StoreTimes {
  readonly connect: number;
  /** Without a byte either way while a request is under way. */
  readonly silence: number;
}

/** Told at once, not a turn later: by then the connection may already serve another request. */
export interface Settle {
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: Error) => void;
}

interface Exchange {
  readonly reader: ResponseReader;
  readonly settle: Settle;
}

/** Bytes that one read takes from the system; every connection has one such buffer for all its reads. */
const readBytes = 64 * 1024;

/**
 * One keep-alive connection to a store, one request at a time. Whatever is not exactly one response to one request
 * closes it: surplus bytes, a reply before the request was sent whole, silence, a caller who left.
 */
export class StoreConnection {
  readonly #socket: Socket;
  readonly #address: StoreAddress;
  readonly #onFree: (connection: StoreConnection) => void;
  readonly #memory: BodyMemory;
  #exchange: Exchange | undefined;
  #gone = false;
  /** When it was last used (ms since the epoch). */
  idleSince = 0;

  /** `onFree` is told when a response is whole, or the connection is gone. Long bodies are read into `memory`. */
  constructor(
    address: StoreAddress,
    times: StoreTimes,
    memory: BodyMemory,
    onFree: (connection: StoreConnection) => void,
  ) {
    this.#address = address;
    this.#memory = memory;
    this.#onFree = onFree;
    const scratch = Buffer.allocUnsafeSlow(readBytes);
    this.#socket = connect({
      host: address.host,
      port: address.port,
      noDelay: true,
      onread: {
        // Asked again after each read: the rest of a long body goes where it belongs.
        buffer: () => this.#exchange?.reader.room() ?? scratch,
        callback: (length, buffer) => this.#read((buffer as Buffer).subarray(0, length)),
      },
    });
    const connecting = setTimeout(() => {
      this.#fail(new ResponseError('connect-timeout', 'the store takes no connection'));
    }, times.connect);
    this.#socket.once('connect', () => clearTimeout(connecting));
    this.#socket.setTimeout(times.silence, () => {
      this.#fail(new ResponseError('answer-timeout', 'the store is silent'));
    });
    this.#socket.once('end', () => this.#end());
    this.#socket.once('error', (error) => this.#fail(error));
    this.#socket.once('close', () => {
      clearTimeout(connecting);
      this.#fail(new ResponseError('answer-truncated', 'the store closed the connection'));
    });
  }

  get usable(): boolean {
    return !this.#gone && this.#exchange === undefined;
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Sends one request. Rejects with what went wrong; then the connection is gone. Throws `TypeError` for what no head can hold. */
  send(request: StoreRequest, limit: number, settle: Settle): void {
    if (!this.usable) throw new Error('a connection was used twice at a time');
    const pieces = writeRequest(request, this.#address.authority);
    this.#exchange = { reader: new ResponseReader(request.method, limit, this.#memory), settle };
    this.#socket.ref();
    if (pieces.length > 1) this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    if (pieces.length > 1) this.#socket.uncork();
  }

  /** Closes at once; a request under way fails with `reason`. */
  destroy(reason: Error): void {
    this.#fail(reason);
  }

  #read(bytes: Buffer): boolean {
    const exchange = this.#exchange;
    if (this.#gone) return false;
    if (exchange === undefined) {
      this.#fail(malformedAnswer('bytes that nobody asked for'));
      return false;
    }
    try {
      const used = exchange.reader.read(bytes);
      if (exchange.reader.done) this.#finish(exchange, used === bytes.length);
    } catch (error) {
      this.#fail(error as Error);
    }
    return !this.#gone;
  }

  #finish({ reader, settle }: Exchange, clean: boolean): void {
    this.#exchange = undefined;
    // A reply to half a request, or with something behind it: the next caller must not get the rest.
    const reusable = clean && reader.keepAlive && this.#socket.writableLength === 0;
    settle.resolve(reader.response());
    if (reusable) {
      this.idleSince = Date.now();
      // An idle connection keeps no process alive.
      this.#socket.unref();
      this.#onFree(this);
    } else {
      this.#fail(new Error('not to be used again'));
    }
  }

  #end(): void {
    const exchange = this.#exchange;
    if (exchange === undefined) {
      this.#fail(new Error('closed by the store'));
      return;
    }
    try {
      exchange.reader.close();
      this.#finish(exchange, false);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #fail(error: Error): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#socket.destroy();
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.settle.reject(error);
    this.#onFree(this);
  }
}

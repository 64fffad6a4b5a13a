import { ReplayError } from '../errors/replay-error.ts';
import type { ArchiveAbout, ArchiveReply, ArchiveRequest, ArchiveWork } from './archive-messages.ts';

/** The way to where an archive is read. */
export interface ArchivePort {
  post(request: ArchiveRequest): void;
  /** Hears replies, and why there will be no more. */
  listen(heard: (reply: ArchiveReply) => void, ended: (why: string) => void): void;
  /** Ends whatever is read or verified there. */
  close(): void;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: ReplayError) => void;
}

/** Asks an archive that is read in a thread of its own: questions are numbered, so that each finds its answer. */
export class ArchiveLine {
  readonly #port: ArchivePort;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  #ended: ReplayError | undefined;
  /** Hears how many bytes of the file were read, of how many. */
  onRead: ((read: number, of: number) => void) | undefined;
  /** Hears how many records were verified. */
  onVerified: ((records: number) => void) | undefined;

  constructor(port: ArchivePort) {
    this.#port = port;
    port.listen(
      (reply) => this.#heard(reply),
      (why) => this.#end(new ReplayError('failed', `The archive cannot be read: ${why}`, 'Open it again.')),
    );
  }

  open(): Promise<ArchiveAbout> {
    return this.#ask('open', []);
  }

  ask<Kind extends keyof ArchiveWork>(
    kind: Kind,
    ...args: Parameters<ArchiveWork[Kind]>
  ): Promise<ReturnType<ArchiveWork[Kind]>> {
    return this.#ask(kind, args);
  }

  /** Ends everything; whoever waits is told that it was stopped. */
  close(): void {
    this.#end(new ReplayError('refused', 'The file is not open any more.', 'Open it again.'));
    this.#port.close();
  }

  #ask<Answer>(kind: ArchiveRequest['kind'], args: readonly unknown[]): Promise<Answer> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    this.#asked += 1;
    const id = this.#asked;
    return new Promise<Answer>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#port.post({ id, kind, args });
    });
  }

  #heard(reply: ArchiveReply): void {
    if ('read' in reply) this.onRead?.(reply.read, reply.of);
    else if ('verified' in reply) this.onVerified?.(reply.verified);
    else {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      // An answer that is undefined has no member any more when it comes out of a webview's JSON.
      if (!('problem' in reply)) waiting?.resolve(reply.value as never);
      else {
        const { code, message, remedy } = reply.problem;
        waiting?.reject(new ReplayError(code, message, remedy));
      }
    }
  }

  #end(why: ReplayError): void {
    this.#ended ??= why;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }
}

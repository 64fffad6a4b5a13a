import { ReplayError } from '../errors/replay-error.ts';
import { OpenQuestions } from '../host/open-questions.ts';
import type {
  ArchiveAbout,
  ArchiveReply,
  ArchiveRequest,
  ArchiveWork,
  OpenedArchive,
} from './archive-messages.ts';

/** The way to where an archive is read. */
export interface ArchivePort {
  post(request: ArchiveRequest): void;
  /** Hears replies, and why there will be no more. */
  listen(heard: (reply: ArchiveReply) => void, ended: (why: string) => void): void;
  /** Ends whatever is read or verified there. */
  close(): void;
}

/** Asks an archive that is read in a thread of its own. */
export class ArchiveLine {
  readonly #port: ArchivePort;
  readonly #questions = new OpenQuestions();
  #ended: ReplayError | undefined;
  /** By their questions; each is taken once. */
  readonly #ahead = new Map<string, unknown>();
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

  async open(): Promise<ArchiveAbout> {
    const { ahead, ...about } = await this.#ask<OpenedArchive>('open', []);
    for (const { kind, args, value } of ahead) this.#ahead.set(questionOf(kind, args), value);
    return about;
  }

  ask<Kind extends keyof ArchiveWork>(
    kind: Kind,
    ...args: Parameters<ArchiveWork[Kind]>
  ): Promise<ReturnType<ArchiveWork[Kind]>> {
    const question = questionOf(kind, args);
    if (this.#ended !== undefined || !this.#ahead.has(question)) return this.#ask(kind, args);
    const value = this.#ahead.get(question);
    this.#ahead.delete(question);
    return Promise.resolve(value as ReturnType<ArchiveWork[Kind]>);
  }

  /** Ends everything; whoever waits is told that it was stopped. */
  close(): void {
    this.#end(new ReplayError('refused', 'The file is not open any more.', 'Open it again.'));
    this.#port.close();
  }

  #ask<Answer>(kind: ArchiveRequest['kind'], args: readonly unknown[]): Promise<Answer> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return this.#questions.ask<Answer>((id) => this.#port.post({ id, kind, args }));
  }

  #heard(reply: ArchiveReply): void {
    if ('read' in reply) this.onRead?.(reply.read, reply.of);
    else if ('verified' in reply) this.onVerified?.(reply.verified);
    // An answer that is undefined has no member any more when it comes out of a webview's JSON.
    else if (!('problem' in reply)) this.#questions.answer(reply.id, reply.value);
    else {
      const { code, message, remedy } = reply.problem;
      this.#questions.fail(reply.id, new ReplayError(code, message, remedy));
    }
  }

  #end(why: ReplayError): void {
    this.#ended ??= why;
    this.#questions.failAll(why);
  }
}

const questionOf = (kind: keyof ArchiveWork, args: readonly unknown[]): string =>
  JSON.stringify([kind, args]);

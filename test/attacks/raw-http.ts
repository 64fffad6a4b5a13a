import { connect } from 'node:net';
import { type RawReply, readReplies } from './raw-replies.ts';

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends exactly these bytes and reads what comes back until the other side is done or silent for half a second. */
export function sendRaw(url: string, bytes: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    const done = (): void => {
      clearTimeout(silence);
      socket.destroy();
      // An interim answer (100 Continue) is no answer.
      const final = text.replace(/^HTTP\/1\.1 100 [^\r]*\r\n\r\n/, '');
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(final)?.[1] ?? 0), text: final });
    };
    let silence = setTimeout(done, 3000);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      clearTimeout(silence);
      silence = setTimeout(done, 500);
    });
    socket.on('end', done);
    socket.on('error', done);
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}

export interface Conversation {
  /** Final answers, in order; interim ones (100, 103) are none. */
  readonly replies: readonly RawReply[];
  /** What came and belongs to no whole answer. */
  readonly rest: string;
  /** True when the other side ended the connection. */
  readonly closed: boolean;
}

export interface ConverseOptions {
  /** Bytes that go out in one piece; absent: all at once. */
  readonly piece?: number;
  /** Answers after which only a short silence is waited for. Default 1. */
  readonly expected?: number;
  /** Milliseconds of silence that end the conversation while an answer is missing. Default 1,500. */
  readonly patience?: number;
  /** Milliseconds of silence after the last expected answer: one more would be too many. Default 150. */
  readonly afterwards?: number;
}

/** Sends exactly these bytes over one connection and reads every answer that comes back. Never rejects. */
export function converse(
  url: string,
  bytes: string | Buffer,
  { piece, expected = 1, patience = 1500, afterwards = 150 }: ConverseOptions = {},
): Promise<Conversation> {
  const { hostname, port } = new URL(url);
  const outgoing = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: hostname, noDelay: true });
    let text = '';
    let timer: NodeJS.Timeout | undefined;
    const done = (closed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...readReplies(text, closed, outgoing.toString('latin1', 0, 5) === 'HEAD '), closed });
    };
    const wait = (): void => {
      clearTimeout(timer);
      const { replies, rest } = readReplies(text, false, outgoing.toString('latin1', 0, 5) === 'HEAD ');
      timer = setTimeout(done, replies.length >= expected && rest === '' ? afterwards : patience, false);
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      wait();
    });
    socket.on('end', () => done(true));
    socket.on('error', () => done(true));
    wait();
    const send = (from: number): void => {
      if (from >= outgoing.length || socket.destroyed) return;
      socket.write(outgoing.subarray(from, from + (piece ?? outgoing.length)));
      if (piece !== undefined) setImmediate(send, from + piece);
    };
    send(0);
  });
}

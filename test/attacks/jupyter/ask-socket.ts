import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Said {
  /** Everything that came back. */
  readonly text: string;
  /** `closed` by the other end, or `silent` until our patience ended. */
  readonly end: 'closed' | 'silent' | 'queue full';
}

/**
 * Says something on a Unix socket and listens until this many whole lines came back, the other end closes, or `patience`
 * milliseconds went by.
 */
export async function askSocket(
  path: string,
  said: string | Buffer,
  patience = 5_000,
  lines = 1,
): Promise<Said> {
  const limit = Date.now() + patience;
  for (;;) {
    const answer = await askOnce(path, said, patience, lines);
    // Many knock at once and the queue before the door is full: the shim, too, then knocks again.
    if (answer.end !== 'queue full' || Date.now() > limit) return answer;
    await pause(10);
  }
}

async function askOnce(path: string, said: string | Buffer, patience: number, lines: number): Promise<Said> {
  const { promise, resolve } = Promise.withResolvers<Said>();
  let text = '';
  const connection = connect(path);
  const timer = setTimeout(() => resolve({ text, end: 'silent' }), patience);
  connection.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EAGAIN') resolve({ text, end: 'queue full' });
  });
  connection.on('close', () => resolve({ text, end: 'closed' }));
  connection.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    if (text.split('\n').length > lines) resolve({ text, end: 'closed' });
  });
  connection.write(said);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    connection.destroy();
  }
}

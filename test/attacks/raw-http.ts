import { connect } from 'node:net';

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

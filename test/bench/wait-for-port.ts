import { connect } from 'node:net';

/** Waits at most 15 s until something listens on a loopback port. */
export async function waitForPort(port: number): Promise<void> {
  const until = Date.now() + 15_000;
  while (Date.now() < until) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on 127.0.0.1:${port} after 15 s`);
}

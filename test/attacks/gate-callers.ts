import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { callerLines } from './tapped-world.ts';

/** One caller's connection, opened; its errors are its own business. */
export async function openCaller(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** The head of a request with a body, without its end when `length` is absent. */
export const headOf = (token: string, method: string, path: string, length?: number): string =>
  `${method} ${path} HTTP/1.1\r\n${callerLines(token)}Content-Type: application/json\r\n${length === undefined ? '' : `Content-Length: ${length}\r\n\r\n`}`;

/** A whole request. */
export const requestOf = (token: string, path: string, body: string): string =>
  `${headOf(token, 'POST', path, Buffer.byteLength(body))}${body}`;

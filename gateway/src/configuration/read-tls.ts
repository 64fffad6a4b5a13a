import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { GateError } from '../errors/gate-error.ts';
import type { TlsFiles } from './configuration.ts';

/** A listener's certificate with its key, as PEM. */
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** When the first of the chain expires, in milliseconds since the epoch. */
  readonly expires: number;
}

/** The authorities that sign a store's certificates, as PEM. */
export interface Authority {
  readonly pem: Buffer;
  /** When the last of them expires and nothing is trusted any more, in milliseconds since the epoch. */
  readonly expires: number;
}

const refuse = (what: string, remedy: string, cause?: unknown): GateError =>
  new GateError('tls', `VectorGate: ${what}. ${remedy}`, {}, { cause });

async function read(key: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw refuse(`${key} cannot be read from ${file}`, 'Put it there, or correct the path.', cause);
  }
}

/** When each certificate of a PEM text expires. Throws when it holds none, or something in place of one. */
function expiries(pem: Buffer): readonly number[] {
  const blocks = pem.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g);
  if (blocks === null) throw new TypeError('no certificate');
  return blocks.map((block) => new X509Certificate(block).validToDate.getTime());
}

/** Reads the certificate and key of the listener `name`. Throws `GateError` code `tls`. */
export async function readCertificate(name: string, tls: TlsFiles): Promise<Certificate> {
  const at = `listeners.${name}.tls`;
  const cert = await read(`${at}.certificate`, tls.certificate);
  const key = await read(`${at}.key`, tls.key);
  try {
    createSecureContext({ cert, key });
    return { cert, key, expires: Math.min(...expiries(cert)) };
  } catch (cause) {
    throw refuse(
      `${at} does not fit: ${tls.certificate} and ${tls.key} are no certificate with its key`,
      'Write both as PEM, the certificate with its chain.',
      cause,
    );
  }
}

/** Refuses a certificate that nobody would accept any more. Throws `GateError` code `tls`. */
export function refuseExpired(file: string, expires: number): void {
  if (expires > Date.now()) return;
  throw refuse(
    `the certificate in ${file} expired on ${new Date(expires).toISOString().slice(0, 10)}`,
    'Put one there that is valid.',
  );
}

/** Reads the authority that signed a store's certificate. Throws `GateError` code `tls`. */
export async function readAuthority(connection: string, file: string): Promise<Authority> {
  const at = `tls.authority of connection ${connection}`;
  const pem = await read(at, file);
  try {
    return { pem, expires: Math.max(...expiries(pem)) };
  } catch (cause) {
    throw refuse(`${at} does not fit: ${file} holds no certificate`, 'Write it as PEM.', cause);
  }
}

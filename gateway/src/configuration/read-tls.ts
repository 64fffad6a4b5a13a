import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { GateError } from '../errors/gate-error.ts';
import type { ListenerConfiguration } from './configuration.ts';

const refuse = (what: string, remedy: string, cause: unknown): GateError =>
  new GateError('tls', `VectorGate cannot start: ${what}. ${remedy}`, {}, { cause });

async function read(key: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw refuse(`${key} cannot be read from ${file}`, 'Put it there, or correct the path.', cause);
  }
}

/** Reads a listener's certificate and key; undefined without TLS. Throws `GateError` code `tls`. */
export async function readListenerTls(
  name: string,
  { tls }: ListenerConfiguration,
): Promise<{ readonly cert: Buffer; readonly key: Buffer } | undefined> {
  if (tls === undefined) return undefined;
  const at = `listeners.${name}.tls`;
  const pair = {
    cert: await read(`${at}.certificate`, tls.certificate),
    key: await read(`${at}.key`, tls.key),
  };
  try {
    createSecureContext(pair);
  } catch (cause) {
    throw refuse(
      `${at} does not fit: ${tls.certificate} and ${tls.key} are no certificate with its key`,
      'Write both as PEM, the certificate with its chain.',
      cause,
    );
  }
  return pair;
}

/** Reads the authority that signed a store's certificate. Throws `GateError` code `tls`. */
export async function readAuthority(connection: string, file: string): Promise<Buffer> {
  const authority = await read(`tls.authority of connection ${connection}`, file);
  if (!authority.includes('-----BEGIN CERTIFICATE-----')) {
    throw refuse(
      `tls.authority of connection ${connection} does not fit: ${file} holds no certificate`,
      'Write it as PEM.',
      undefined,
    );
  }
  return authority;
}

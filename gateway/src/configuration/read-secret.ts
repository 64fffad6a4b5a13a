import { readFile } from 'node:fs/promises';
import { GateError } from '../errors/gate-error.ts';
import type { SecretReference } from './configuration.ts';

/**
 * Reads a secret from its place. Trailing line ends of a file are cut. Throws `GateError` code `secret`,
 * naming the place and never the text.
 */
export async function readSecret(reference: SecretReference, purpose: string): Promise<string> {
  if ('env' in reference) {
    const value = process.env[reference.env];
    if (value === undefined || value === '') {
      throw new GateError(
        'secret',
        `VectorGate: ${purpose} is missing: the environment variable ${reference.env} is not set. Set it and start again.`,
      );
    }
    return value;
  }
  try {
    const text = (await readFile(reference.file, 'utf8')).replace(/[\r\n]+$/, '');
    if (text === '') throw new Error('empty');
    return text;
  } catch (cause) {
    throw new GateError(
      'secret',
      `VectorGate: ${purpose} cannot be read from ${reference.file}. Put it there, readable by this process only.`,
      {},
      { cause },
    );
  }
}

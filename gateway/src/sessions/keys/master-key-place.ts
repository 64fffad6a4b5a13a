import { realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { GateError } from '../../errors/gate-error.ts';

/**
 * Throws `GateError` code `master-key-inside` when the master key's file lies inside the data folder: whoever
 * took the folder could then read every record. Symbolic links are followed.
 */
export function assertMasterKeyOutside(keyFile: string, dataFolder: string): void {
  if (!isWithin(keyFile, dataFolder)) return;
  throw new GateError(
    'master-key-inside',
    `VectorGate cannot start: the master key ${keyFile} lies inside the data folder ${dataFolder}, which it protects. Move it elsewhere.`,
    { folder: dataFolder },
  );
}

/**
 * The same for what proves the records: a signing key, or where checkpoints are published. Throws `GateError` code
 * `evidence-inside`: whoever could change the records could sign them, or take that away with them.
 */
export function assertEvidenceOutside(path: string, dataFolder: string, what: string): void {
  if (!isWithin(path, dataFolder)) return;
  throw new GateError(
    'evidence-inside',
    `VectorGate cannot start: ${what} ${path} lies inside the data folder ${dataFolder}, which it is to prove. Move it elsewhere.`,
    { folder: dataFolder },
  );
}

/** Whether a path is in a folder, or is that folder, as it is written or by symbolic links. */
function isWithin(path: string, within: string): boolean {
  return [
    [resolve(path), resolve(within)],
    [real(path), real(within)],
  ].some(([file, folder]) => {
    const way = relative(folder!, file!);
    return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
  });
}

/** The path with symbolic links followed as far as it exists. */
function real(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : resolve(real(parent), relative(parent, absolute));
  }
}

import { realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { GateError } from '../../errors/gate-error.ts';

/**
 * Throws `GateError` code `master-key-inside` when the master key's file lies inside the data folder: whoever
 * took the folder could then read every record. Symbolic links are followed.
 */
export function assertMasterKeyOutside(keyFile: string, dataFolder: string): void {
  const inside = [
    [resolve(keyFile), resolve(dataFolder)],
    [real(keyFile), real(dataFolder)],
  ].some(([file, folder]) => {
    const way = relative(folder!, file!);
    return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
  });
  if (!inside) return;
  throw new GateError(
    'master-key-inside',
    `VectorGate cannot start: the master key ${keyFile} lies inside the data folder ${dataFolder}, which it protects. Move it elsewhere.`,
    { folder: dataFolder },
  );
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

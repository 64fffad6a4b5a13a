import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ClientError } from '../errors/client-error.ts';

/** The folder that goes in front of PYTHONPATH so that Python finds the kernel shim. Throws `ClientError` code `platform`. */
export function shimFolder(): string {
  const folder = join(import.meta.dirname, '../../../extension-jupyter/vectorgate_shim/startup');
  if (existsSync(join(folder, 'sitecustomize.py'))) return folder;
  throw new ClientError(
    'platform',
    'The kernel shim is not where this program was installed.',
    'Install VectorGate’s command line again.',
  );
}

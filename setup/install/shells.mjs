import { findProgram } from '../process/find-program.mjs';
import { installSystemPackages } from './system-packages.mjs';

/** The shells, beside bash, that complete the command line: tests type into them. */
export async function installShells(say) {
  if ((await findProgram(['zsh'])) && (await findProgram(['fish']))) return 'in place';
  await installSystemPackages(['zsh', 'fish'], 'Shells to complete in', say);
  return 'installed';
}

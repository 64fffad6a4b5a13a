import { findProgram } from '../process/find-program.mjs';
import { installSystemPackages } from './system-packages.mjs';

/** nginx, which tests put before the real store to demand a key. Debian puts it where only root's PATH looks. */
export async function installNginx(say) {
  if (await findProgram(['nginx', '../sbin/nginx'])) return 'in place';
  await installSystemPackages(['nginx-light'], 'nginx', say);
  return 'installed';
}

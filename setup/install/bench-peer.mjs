import { findProgram } from '../process/find-program.mjs';
import { installSystemPackages } from './system-packages.mjs';

/** nginx, which the benchmark compares with, and wrk, which makes the load. Debian puts nginx where only root's PATH looks. */
export async function installBenchPeer(say) {
  const missing = [];
  if (!(await findProgram(['nginx', '../sbin/nginx']))) missing.push('nginx-light');
  if (!(await findProgram(['wrk']))) missing.push('wrk');
  if (missing.length === 0) return 'in place';
  await installSystemPackages(missing, 'nginx and wrk', say);
  return 'installed';
}

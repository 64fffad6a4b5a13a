import { findProgram } from '../process/find-program.mjs';
import { installNginx } from './nginx.mjs';
import { installSystemPackages } from './system-packages.mjs';

/** nginx, which the benchmark compares with, and wrk, which makes the load. */
export async function installBenchPeer(say) {
  const nginx = await installNginx(say);
  if (await findProgram(['wrk'])) return nginx;
  await installSystemPackages(['wrk'], 'wrk', say);
  return 'installed';
}

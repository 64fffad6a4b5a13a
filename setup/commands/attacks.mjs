import { install } from '../install/all.mjs';
import { neededFor, runTiers } from '../tests/run-tiers.mjs';

/** Every attack; each prints its table, "N tried, 0 passed". */
export async function attacks() {
  await install('node', ...(await neededFor(['attacks'])));
  return runTiers(['attacks']);
}

import { installFor, runTiers } from '../tests/run-tiers.mjs';

/** Every attack; each prints its table, "N tried, 0 passed". */
export async function attacks() {
  await installFor(['attacks']);
  return runTiers(['attacks']);
}

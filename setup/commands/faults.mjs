import { install } from '../install/all.mjs';
import { neededFor, runTiers } from '../tests/run-tiers.mjs';

/** Every fault, injected for real; each table says what callers see, what is recorded and how it heals. */
export async function faults() {
  await install('node', ...(await neededFor(['faults'])));
  return runTiers(['faults']);
}

import { installFor, runTiers } from '../tests/run-tiers.mjs';

/** Every fault, injected for real; each table says what callers see, what is recorded and how it heals. */
export async function faults() {
  await installFor(['faults']);
  return runTiers(['faults']);
}

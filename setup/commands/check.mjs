import { installFor, runTiers } from '../tests/run-tiers.mjs';

/** Formatting, lint and types of both languages. */
export async function check() {
  await installFor(['check']);
  return runTiers(['check']);
}

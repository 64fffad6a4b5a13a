import { install } from '../install/all.mjs';
import { neededFor, runTiers } from '../tests/run-tiers.mjs';

/** Formatting, lint and types of both languages. */
export async function check() {
  await install('node', ...(await neededFor(['check'])));
  return runTiers(['check']);
}

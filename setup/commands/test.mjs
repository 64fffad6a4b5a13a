import { SetupError } from '../setup-error.mjs';
import { installFor, runTiers, tierNames } from '../tests/run-tiers.mjs';

/** All tests, or the tiers named by `--tier a --tier b`; `--deep` with the full sizes. */
export async function test(args) {
  const wanted = [];
  for (let index = 0; index < args.length; index++) {
    if (args[index] === '--deep') process.env.VECTORGATE_TEST_DEEP = '1';
    else if (args[index] === '--tier' && tierNames.includes(args[index + 1])) wanted.push(args[++index]);
    else
      throw new SetupError(
        `npm test does not know "${args.slice(index).join(' ')}".`,
        `Use: npm test -- [--deep] [--tier ${tierNames.join('|')}]`,
      );
  }
  const names = wanted.length > 0 ? wanted : tierNames;
  await installFor(names);
  return runTiers(names);
}

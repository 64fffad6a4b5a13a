import { install } from '../install/all.mjs';
import { SetupError } from '../setup-error.mjs';
import { conformanceFiles, demands, isRegistered, registration, stores } from '../tests/conformance.mjs';
import { countLine } from '../tests/count.mjs';
import { nodeTests } from '../tests/node-tests.mjs';

const guide = 'docs/adding-a-store.md';

/** `npm run conformance -- --store X`: all that a store folder must pass. */
export async function conformance(args) {
  const [option, store, ...rest] = args;
  const known = await stores();
  if (option !== '--store' || store === undefined || rest.length > 0)
    throw new SetupError(
      `npm run conformance does not know "${args.join(' ')}".`,
      `Use: npm run conformance -- --store ${known.join('|')}`,
    );
  if (!known.includes(store))
    throw new SetupError(
      `No store ${store}: there is no gateway/src/protocols/${store}/operations.ts.`,
      `Stores are ${known.join(', ')}; ${guide} says how one is added.`,
    );
  // Both at once: whoever adds a store then sees all that is left to do.
  const { files, missing } = await conformanceFiles(store);
  const lacks = [
    ...((await isRegistered(store))
      ? []
      : [{ what: `its line: ${store}: { protocol: … }`, file: registration }]),
    ...missing,
  ];
  if (lacks.length > 0)
    throw new SetupError(
      `The store ${store} lacks:\n${lacks.map(({ what, file }) => `  ${what}\n    ${file}`).join('\n')}`,
      `Write them; ${guide} says what belongs into each.`,
    );
  await install('node', 'python', 'jupyter');
  for (const { what, file } of demands) process.stdout.write(`${what}\n  ${file(store)}\n`);
  const count = await nodeTests(files, { concurrency: 2 });
  process.stdout.write(`${countLine(count)}\n`);
  // Without its server a store has proved nothing.
  if (count.skipped > 0)
    process.stdout.write(`Skipped is not shown: name the server of ${store} and run this again.\n`);
  return count.failed === 0 && count.skipped === 0 && count.passed > 0 ? 0 : 1;
}

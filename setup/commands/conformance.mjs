import { install } from '../install/all.mjs';
import { SetupError } from '../setup-error.mjs';
import { conformanceFiles, demands, stores } from '../tests/conformance.mjs';
import { countLine } from '../tests/count.mjs';
import { nodeTests } from '../tests/node-tests.mjs';

/** `npm run conformance -- --store X`: all that a store folder must pass. */
export async function conformance(args) {
  const [option, store, ...rest] = args;
  if (option !== '--store' || !stores.includes(store) || rest.length > 0)
    throw new SetupError(
      `npm run conformance does not know "${args.join(' ')}".`,
      `Use: npm run conformance -- --store ${stores.join('|')}`,
    );
  await install('node', 'python', 'jupyter');
  const { files, missing } = await conformanceFiles(store);
  if (missing.length > 0)
    throw new SetupError(
      `The store ${store} lacks:\n${missing.map(({ what, file }) => `  ${what}\n    ${file}`).join('\n')}`,
      'Write them; docs/adding-a-store.md says what belongs into each.',
    );
  for (const { what, file } of demands) process.stdout.write(`${what}\n  ${file(store)}\n`);
  const count = await nodeTests(files, { concurrency: 2 });
  process.stdout.write(`${countLine(count)}\n`);
  // Skipped is not shown: without its server a store has proved nothing.
  return count.failed === 0 && count.skipped === 0 && count.passed > 0 ? 0 : 1;
}

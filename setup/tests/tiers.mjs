import { checks } from './checks.mjs';
import { findFiles } from './find-files.mjs';
import { nodeTests } from './node-tests.mjs';
import { pythonTests } from './python-tests.mjs';
import { smokeTest } from './smoke-test.mjs';

const unitFolders = [
  'policy-schema',
  'store-messages',
  'gateway',
  'client',
  'replay-ui',
  'extension-jupyter',
  'extension-vscode',
  'demo',
  'docs',
  'test/investigation',
];
const allFiles = async (folders, ending) =>
  (await Promise.all(folders.map((folder) => findFiles(folder, ending)))).flat();

/**
 * The tiers, in the order in which they run. `files` finds what a tier runs: a tier without any is absent.
 * `needs` names the parts to install beside the npm packages, `later` those that come while others run. `run(files)` runs them on this terminal and returns the counts.
 */
export const tiers = [
  {
    name: 'check',
    needs: ['python'],
    about: 'formatting, lint, types',
    files: async () => ['.'],
    run: checks,
  },
  {
    name: 'unit',
    needs: ['python'],
    about: 'tests beside the code',
    files: () => allFiles(unitFolders, '.test.ts'),
    run: (files) =>
      nodeTests(files, {
        concurrency: 2,
        long: /fuzz|lint\/complete|language\/snapshot|one-engine|differential|permission-diff|evidence\/evidence|search-model|crash|verify-records/,
      }),
  },
  {
    name: 'python',
    needs: ['python'],
    about: 'server extension, broker and kernel shim',
    files: () => findFiles('extension-jupyter/tests', '.py'),
    run: pythonTests,
  },
  {
    name: 'integration',
    needs: ['python', 'jupyter'],
    later: ['nginx', 'keyring', 'shells'],
    about: 'the gateway with the real store and provider',
    files: () => findFiles('test/integration', '.test.ts'),
    run: (files) =>
      nodeTests(files, {
        // They wait for other programs a third of their time.
        concurrency: 3,
        long: /sandbox\.|policy-publish|run-command|records-search|many-records|archives|\/transparency/,
        alone: /benchmarks|disk|shutdown/,
      }),
  },
  {
    name: 'smoke',
    needs: ['python', 'jupyter'],
    about: 'every call for every person, real kernels',
    files: () => findFiles('test/smoke', 'main.ts'),
    run: smokeTest,
  },
  {
    name: 'attacks',
    needs: ['python', 'jupyter'],
    about: 'tables of what must not pass',
    files: () => findFiles('test/attacks', '.test.ts'),
    run: (files) =>
      nodeTests(files, {
        concurrency: 2,
        long: /chroma-bypass|jupyter-gateway|oauth-codes|grpc-client|grpc-answers|\/json\./,
        alone: /resources-|grpc-floods|jupyter-broker/,
      }),
  },
  {
    name: 'faults',
    needs: ['python', 'jupyter'],
    about: 'what breaks, what is seen and kept, how it recovers',
    files: () => findFiles('test/faults', '.test.ts'),
    // They wait for what comes back half of their time.
    run: (files) => nodeTests(files, { concurrency: 3, long: /process|kills|provider/ }),
  },
  {
    name: 'browser',
    needs: ['python', 'jupyter'],
    later: ['browser'],
    about: 'JupyterLab and the replay in Chromium',
    files: () => allFiles(['test/replay-ui', 'test/browser'], '.test.ts'),
    run: (files) =>
      nodeTests(files, {
        concurrency: 2,
        long: /kernels|notebook-7|replay-ui\/(?:archives|looks)|policy-publish/,
        twice: true,
      }),
  },
  {
    name: 'vscode',
    needs: ['python', 'jupyter'],
    later: ['browser', 'vscode', 'codeServer'],
    about: 'a real VS Code workbench in Chromium',
    files: () => findFiles('test/vscode', '.test.ts'),
    run: (files) =>
      nodeTests(files, {
        concurrency: 2,
        long: /signing-in|\/archives|policies|sessions|walk|data-owner/,
        twice: true,
      }),
  },
];

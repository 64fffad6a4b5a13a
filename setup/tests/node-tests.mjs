import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode, root } from '../paths.mjs';
import { environment } from '../process/environment.mjs';
import { runVisibly } from '../process/run-visibly.mjs';
import { add, noTests } from './count.mjs';

const reporter = (name) => join(root, 'setup', 'tests', name);

/**
 * Runs test files by the pinned Node's own runner, so many at a time; those that `alone` matches come after the others,
 * one by one: they look at how others are served meanwhile, or load the machine as a whole.
 */
export async function nodeTests(files, { concurrency, alone }) {
  const single = alone === undefined ? [] : files.filter((file) => alone.test(file));
  const others = files.filter((file) => !single.includes(file));
  let count = noTests;
  if (others.length > 0) count = add(count, await runFiles(others, concurrency));
  if (single.length > 0) count = add(count, await runFiles(single, 1));
  return count;
}

async function runFiles(files, concurrency) {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-tests-'));
  const counts = join(folder, 'counts.json');
  try {
    const code = await runVisibly(
      pinnedNode,
      [
        '--test',
        '--disable-warning=ExperimentalWarning',
        `--test-concurrency=${concurrency}`,
        `--test-reporter=${reporter('quiet-reporter.mjs')}`,
        '--test-reporter-destination=stdout',
        `--test-reporter=${reporter('counting-reporter.mjs')}`,
        `--test-reporter-destination=${counts}`,
        ...files,
      ],
      { env: await environment() },
    );
    const count = JSON.parse((await readFile(counts, 'utf8').catch(() => '')) || JSON.stringify(noTests));
    return code === 0 || count.failed > 0 ? count : { ...count, failed: 1 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

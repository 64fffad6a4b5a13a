import { mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pinnedNode, root } from '../paths.mjs';
import { environment } from '../process/environment.mjs';
import { runVisibly } from '../process/run-visibly.mjs';
import { add, noTests } from './count.mjs';

const runner = join(root, 'setup', 'tests', 'run-files.mjs');

/**
 * Runs test files by the pinned Node's own runner, so many at a time; those that `alone` matches come after the others,
 * one by one: they look at how others are served meanwhile, or load the machine as a whole. Those that `long` matches come
 * first, so that none of them is left to run while all others are done. With `twice` a file that failed
 * runs once more; when it passes then, its first failure is listed as unstable. Only for tests that drive a browser: what
 * got through a gate once got through.
 */
export async function nodeTests(files, { concurrency, alone, long, twice = false }) {
  const single = alone === undefined ? [] : files.filter((file) => alone.test(file));
  const others = files.filter((file) => !single.includes(file));
  if (long !== undefined) others.sort((a, b) => Number(long.test(b)) - Number(long.test(a)));
  let count = noTests;
  if (others.length > 0) count = add(count, await runFiles(others, concurrency));
  if (single.length > 0) count = add(count, await runFiles(single, 1));
  return twice && count.failed > 0 ? runAgain(count) : count;
}

/** The count with the files that failed run once more. What failed outside of any file's tests stays failed. */
async function runAgain(count) {
  const failed = Object.entries(count.files).filter(([, { failed }]) => failed > 0);
  const inFiles = failed.reduce((sum, [, { failed }]) => sum + failed, 0);
  if (inFiles !== count.failed) return count;
  process.stdout.write(`  Once more: ${failed.map(([file]) => relative(root, file)).join(', ')}\n`);
  const second = await runFiles(
    failed.map(([file]) => file),
    1,
  );
  const sumOf = (name) => failed.reduce((sum, [, numbers]) => sum + numbers[name], 0);
  const others = {
    ...count,
    passed: count.passed - sumOf('passed'),
    failed: 0,
    skipped: count.skipped - sumOf('skipped'),
    failures: [],
    unstable: second.failed > 0 ? [] : count.failures,
  };
  return add(others, second);
}

let compiled;

/** Programs that tests start by the hundred share what Node made of the same files, from tier to tier; gone with the run. */
function compiledFolder() {
  if (compiled === undefined) {
    compiled = mkdtempSync(join(tmpdir(), 'vectorgate-compiled-'));
    process.once('exit', () => rmSync(compiled, { recursive: true, force: true }));
  }
  return compiled;
}

async function runFiles(files, concurrency) {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-tests-'));
  const counts = join(folder, 'counts.json');
  try {
    const code = await runVisibly(
      pinnedNode,
      [
        '--disable-warning=ExperimentalWarning',
        runner,
        String(concurrency),
        counts,
        ...files.map((file) => resolve(root, file)),
      ],
      {
        env: await environment({
          NODE_COMPILE_CACHE: compiledFolder(),
          // What files share: made by the first that needs it.
          VECTORGATE_TEST_RUN: folder,
        }),
      },
    );
    const count = JSON.parse((await readFile(counts, 'utf8').catch(() => '')) || JSON.stringify(noTests));
    return code === 0 || count.failed > 0 ? count : { ...count, failed: 1 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

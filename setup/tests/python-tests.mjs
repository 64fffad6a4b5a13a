import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { venvProgram } from '../paths.mjs';
import { environment } from '../process/environment.mjs';
import { runVisibly } from '../process/run-visibly.mjs';

/** pytest of the JupyterLab extension's Python; the counts come from its JUnit file. */
export async function pythonTests() {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-pytest-'));
  const report = join(folder, 'report.xml');
  try {
    const code = await runVisibly(
      venvProgram('python'),
      [
        ...['-m', 'pytest', '-q', `--junitxml=${report}`],
        // Two processes; what a file's tests share is made once.
        ...['--numprocesses', '2', '--dist', 'loadfile'],
        'extension-jupyter/tests',
      ],
      {
        env: await environment(),
      },
    );
    const suite = /<testsuite [^>]*>/.exec(await readFile(report, 'utf8').catch(() => ''))?.[0] ?? '';
    const number = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
    const failed = number('failures') + number('errors');
    const skipped = number('skipped');
    const passed = number('tests') - failed - skipped;
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

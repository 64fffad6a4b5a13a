import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, venv, venvProgram } from '../paths.mjs';
import { runQuietly } from '../process/run-quietly.mjs';
import { digestOf, isStamped, stamp } from '../stamp.mjs';
import { findPython } from './find-python.mjs';

const requirements = join(root, 'setup', 'requirements.txt');
const there = (path) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Makes the clone's Python environment and fills it with the pinned packages. */
export async function installPythonPackages(say) {
  const digest = await digestOf([requirements], { also: root });
  const python = venvProgram('python');
  if ((await isStamped('python-packages', digest)) && (await there(python))) return 'in place';
  const found = await findPython(say);
  // One that was not finished, or was made for another folder, is made anew.
  if (!(await isStamped('python-environment', venv)) || !(await there(python))) {
    say('making the environment');
    await rm(venv, { recursive: true, force: true });
    await runQuietly(found.program, ['-m', 'venv', venv], { what: 'Making the Python environment' });
    await stamp('python-environment', venv);
  }
  say('pip install');
  await runQuietly(
    python,
    [
      '-m',
      'pip',
      'install',
      '--no-deps',
      '--disable-pip-version-check',
      '--no-input',
      '--progress-bar=off',
      '-r',
      requirements,
    ],
    {
      what: 'pip install',
      onLine: (line) => {
        const name = /^Collecting ([^=<>! ]+)/.exec(line)?.[1];
        if (name) say(`pip: ${name}`);
        else if (line.startsWith('Installing collected')) say('pip: unpacking');
      },
    },
  );
  await stamp('python-packages', digest);
  return `installed for Python ${found.version}`;
}

import { spawn } from 'node:child_process';
import { SetupError } from '../setup-error.mjs';
import { installSystemPackages } from './system-packages.mjs';

const oldest = [3, 11];
const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.14', 'python'];
const question =
  'import sys, importlib.util as u; print(*sys.version_info[:2], int(bool(u.find_spec("venv") and u.find_spec("ensurepip"))))';

const ask = (program) =>
  new Promise((resolve) => {
    const child = spawn(program, ['-c', question], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    child.once('error', () => resolve(undefined));
    child.once('close', () => {
      const [major, minor, complete] = text.trim().split(' ').map(Number);
      resolve(Number.isInteger(major) ? { program, major, minor, complete: complete === 1 } : undefined);
    });
  });

async function search() {
  const found = [];
  for (const name of process.env.VECTORGATE_SYSTEM_PYTHON ? [process.env.VECTORGATE_SYSTEM_PYTHON] : names) {
    const python = await ask(name);
    if (!python) continue;
    found.push(python);
    if (python.complete && recent(python)) break;
  }
  return found;
}

const recent = ({ major, minor }) => major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);

/** A Python that is recent enough and can make virtual environments. @returns {Promise<{program: string, version: string}>} */
export async function findPython(say) {
  const usable = (list) => list.find((python) => recent(python) && python.complete);
  let found = await search();
  if (!usable(found)) {
    const newEnough = found.find(recent);
    if (found.length > 0 && !newEnough) {
      const { program, major, minor } = found[0];
      throw new SetupError(
        `Python ${oldest.join('.')} or newer is needed; ${program} is ${major}.${minor}.`,
        'Install a newer Python (on Debian 12 or newer: apt-get install python3 python3-venv), or name one by VECTORGATE_SYSTEM_PYTHON.',
      );
    }
    await installSystemPackages(
      newEnough ? ['python3-venv'] : ['python3', 'python3-venv'],
      newEnough ? 'The venv module of Python' : 'Python 3.11 or newer',
      say,
    );
    found = await search();
  }
  const python = usable(found);
  if (!python)
    throw new SetupError(
      'No usable Python was found after installing it.',
      'Name one by VECTORGATE_SYSTEM_PYTHON.',
    );
  return { program: python.program, version: `${python.major}.${python.minor}` };
}

import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pinnedNode, root } from '../paths.mjs';
import { runQuietly } from '../process/run-quietly.mjs';
import { SetupError } from '../setup-error.mjs';

const oldestNode = 20;

/** Fails on a Node that is too old to run npm for this clone. */
export function checkNode() {
  if (Number(process.versions.node.split('.')[0]) < oldestNode)
    throw new SetupError(
      `Node ${oldestNode} or newer is needed; this is ${process.versions.node}.`,
      'Install a newer Node from https://nodejs.org or your system; the exact version that VectorGate runs on comes with its packages.',
    );
}

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'));

/** Whether node_modules holds exactly what package-lock.json names (npm notes what it installed beside it). */
async function isInstalled() {
  try {
    await access(pinnedNode);
    const wanted = (await readJson(join(root, 'package-lock.json'))).packages;
    const there = (await readJson(join(root, 'node_modules', '.package-lock.json'))).packages;
    return Object.entries(wanted).every(([path, { version, link, optional, peer, devOptional }]) => {
      if (!path.includes('node_modules/')) return true;
      const found = there[path];
      if (!found) return Boolean(optional || peer || devOptional);
      return Boolean(link) || found.version === version;
    });
  } catch {
    return false;
  }
}

/** Installs the npm packages of the lock file, the pinned Node among them. */
export async function installNodePackages(say) {
  if (await isInstalled()) return 'in place';
  say('npm ci');
  // npm warns that this Node is older than some packages ask for: they are run by the pinned one.
  await runQuietly(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    { what: 'npm ci' },
  );
  await access(pinnedNode).catch((cause) => {
    throw new SetupError(
      'npm ci finished, but the pinned Node is not there: the install script of the package "node" did not run.',
      'Run it with scripts allowed: npm config set ignore-scripts false, then the command again.',
      { cause },
    );
  });
  return 'installed';
}

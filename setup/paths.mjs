import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Everything that set-up and the demo make lies here; deleting it is always safe. */
export const made = join(root, '.vectorgate');
export const venv = join(made, 'venv');

const windows = process.platform === 'win32';

/** A program of the clone's Python environment. */
export const venvProgram = (name) => join(venv, windows ? 'Scripts' : 'bin', windows ? `${name}.exe` : name);

/** A program that an npm package of the clone brings. */
export const npmProgram = (name) => join(root, 'node_modules', '.bin', windows ? `${name}.cmd` : name);

/** The pinned Node, a real program inside the npm package `node`. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** code-server, and the folder that npm takes for the global one when it is installed. */
export const codeServerFolder = join(made, 'code-server');
export const codeServer = join(codeServerFolder, 'bin', 'code-server');

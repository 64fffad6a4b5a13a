import { join } from 'node:path';

const demo = join(import.meta.dirname, '..');

/** The clone's folder. */
export const cloneFolder = join(demo, '..');
/** Everything that the demo makes lies here; deleting it is always safe. */
export const madeFolder = join(cloneFolder, '.vectorgate');
/** The demo's policies, in force as they are written here. */
export const policyFolder = join(demo, 'policies');
/** The notebook as the repository ships it. */
export const shippedNotebook = join(demo, 'notebook', 'customer-insights.ipynb');
/** The program that loads the data. */
export const loader = join(demo, 'data', 'load.py');
/** The exact Python packages. */
export const pythonLock = join(cloneFolder, 'setup', 'requirements.txt');

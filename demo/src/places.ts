import { join } from 'node:path';

const demo = join(import.meta.dirname, '..');

/** The clone's folder. */
export const cloneFolder = join(demo, '..');
/** Everything that the demo makes lies here; deleting it is always safe. */
export const madeFolder = join(cloneFolder, '.vectorgate');
/** The demo's policies, in force as they are written here. */
export const policyFolder = join(demo, 'policies');
/** The notebooks as the repository ships them, by the store that they are about. */
export const shippedNotebook = {
  chroma: join(demo, 'notebook', 'customer-insights.ipynb'),
  qdrant: join(demo, 'notebook', 'customer-insights-qdrant.ipynb'),
} as const;
/** The programs that load the data, into Chroma and into Qdrant. */
export const loader = join(demo, 'data', 'load.py');
export const qdrantLoader = join(demo, 'data', 'load_qdrant.py');
/** The exact Python packages. */
export const pythonLock = join(cloneFolder, 'setup', 'requirements.txt');

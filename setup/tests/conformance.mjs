import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { findFiles } from './find-files.mjs';

/**
 * What every store folder must pass, and in which file each store proves it. A store that lacks one does not conform: the
 * command says so by its name.
 */
export const demands = [
  {
    what: 'every operation of the store’s own description is classified, and nothing else passes',
    file: (store) => `gateway/src/protocols/${store}/operations.test.ts`,
  },
  {
    what: 'no method of the real client can tell an allow-everything gate from the store',
    file: (store) =>
      store === 'chroma'
        ? 'test/integration/transparency.test.ts'
        : `test/integration/${store}/transparency.test.ts`,
  },
  {
    what: 'narrowing, masks, refusals in the real client’s own words',
    file: (store) =>
      store === 'chroma'
        ? 'gateway/src/protocols/chroma/governed-client.test.ts'
        : `test/integration/${store}/governed.test.ts`,
  },
  {
    what: 'the list of ways around a policy: none passes',
    file: (store) =>
      store === 'chroma' ? 'test/attacks/bypass.test.ts' : `test/attacks/${store}-bypass.test.ts`,
  },
];

/** Stores that have a folder. */
export const stores = ['chroma', 'qdrant'];

const isThere = (file) =>
  access(join(root, file)).then(
    () => true,
    () => false,
  );

/** The files that prove a store's conformance: those above and its folder's own tests; and which demands have none. */
export async function conformanceFiles(store) {
  const wanted = demands.map(({ what, file }) => ({ what, file: file(store) }));
  const missing = [];
  for (const one of wanted) if (!(await isThere(one.file))) missing.push(one);
  const own = await findFiles(`gateway/src/protocols/${store}`, '.test.ts');
  return { files: [...new Set([...wanted.map(({ file }) => file), ...own])], missing };
}

import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { findFiles } from './find-files.mjs';

const protocols = 'gateway/src/protocols';
/** Where a store is registered. */
export const registration = `${protocols}/stores.ts`;

/**
 * What every store folder must pass, and in which file each store proves it. A store that lacks one does not conform: the
 * command says so by its name.
 */
export const demands = [
  {
    what: 'what every store’s folder does alike: strict reading, refusals, recorded answers',
    file: () => `${protocols}/contract.test.ts`,
  },
  {
    what: 'the schema that editors check configurations by names every store',
    file: () => 'gateway/src/configuration/emit-schema.test.ts',
  },
  {
    what: 'every operation of the store’s own description is classified, and nothing else passes',
    file: (store) => `${protocols}/${store}/operations.test.ts`,
  },
  {
    what: 'no method of the real client can tell an allow-everything gate from the store',
    file: (store) => `test/integration/${store}/transparency.test.ts`,
  },
  {
    what: 'narrowing, masks, refusals in the real client’s own words',
    file: (store) => `test/integration/${store}/governed.test.ts`,
  },
  {
    what: 'the list of ways around a policy: none passes',
    file: (store) => `test/attacks/${store}-bypass.test.ts`,
  },
];

const isThere = (file) =>
  access(join(root, file)).then(
    () => true,
    () => false,
  );

/** Stores that have a folder: those with a table of operations. */
export async function stores() {
  const names = [];
  for (const entry of await readdir(join(root, protocols), { withFileTypes: true }))
    if (entry.isDirectory() && (await isThere(`${protocols}/${entry.name}/operations.ts`)))
      names.push(entry.name);
  return names.sort();
}

/** Whether the gateway knows the store. */
export const isRegistered = async (store) =>
  new RegExp(`^ *${store}: `, 'm').test(await readFile(join(root, registration), 'utf8'));

/** The files that prove a store's conformance: those above and its folder's own tests; and which demands have none. */
export async function conformanceFiles(store) {
  const wanted = demands.map(({ what, file }) => ({ what, file: file(store) }));
  const missing = [];
  for (const one of wanted) if (!(await isThere(one.file))) missing.push(one);
  const own = await findFiles(`${protocols}/${store}`, '.test.ts');
  return { files: [...new Set([...wanted.map(({ file }) => file), ...own])], missing };
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoCollection } from '../data/demo-collections.ts';
import { pythonProgram } from '../processes/real-parts.ts';
import { runToEnd } from '../processes/run-to-end.ts';

/**
 * Loads collections into a running store by its real client. `loader`: the Python program; `folder`: is there, takes the
 * collections' file. @throws DemoError with what the loader said when it fails
 */
export async function runLoader(
  { collections, loader }: { readonly collections: readonly DemoCollection[]; readonly loader: string },
  { host, port }: { readonly host: string; readonly port: number },
  folder: string,
): Promise<void> {
  const file = join(folder, 'collections.json');
  await writeFile(file, JSON.stringify(collections));
  await runToEnd('Loading the data', pythonProgram(), [loader, host, String(port), file], folder);
}

import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Full path of the first of these programs that the PATH has, or undefined. */
export async function findProgram(names) {
  for (const name of names)
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      if (!folder) continue;
      const path = join(folder, name);
      const found = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (found) return path;
    }
  return undefined;
}

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The sign-in state of a running gateway as it is now, which itself nobody else may open. `remove` takes the copy away. */
export function copiedState(dataFolder: string): { readonly file: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'vectorgate-state-'));
  const file = join(folder, 'sign-in.sqlite');
  for (const suffix of ['', '-wal']) {
    const from = join(dataFolder, `sign-in.sqlite${suffix}`);
    if (existsSync(from)) copyFileSync(from, file + suffix);
  }
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The commit a folder stands at and whether its files differ from it; undefined outside a git checkout. */
export async function commitOf(folder: string): Promise<{ commit: string; dirty: boolean } | undefined> {
  try {
    const git = async (...args: string[]): Promise<string> =>
      (await run('git', ['-C', folder, ...args], { timeout: 5_000 })).stdout.trim();
    const commit = await git('rev-parse', 'HEAD');
    const changed = await git('status', '--porcelain', '--', '.');
    return { commit, dirty: changed !== '' };
  } catch {
    // Not a checkout, or no git here: a revision is then its digest alone.
    return undefined;
  }
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Milliseconds: a policy comes into force without its commit's name rather than late. */
const patience = 1_000;

/** The commit a folder stands at and whether its files differ from it; undefined outside a git checkout. */
export async function commitOf(folder: string): Promise<{ commit: string; dirty: boolean } | undefined> {
  try {
    const git = async (...args: string[]): Promise<string> =>
      (await run('git', ['-C', folder, ...args], { timeout: patience })).stdout.trim();
    const [commit, changed] = await Promise.all([
      git('rev-parse', 'HEAD'),
      git('status', '--porcelain', '--', '.'),
    ]);
    return { commit, dirty: changed !== '' };
  } catch {
    // Not a checkout, no git here, or one that does not answer: a revision is then its digest alone.
    return undefined;
  }
}

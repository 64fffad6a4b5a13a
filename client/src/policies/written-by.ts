import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const patience = 10_000;

export interface Written {
  readonly commit: { readonly commit: string; readonly dirty: boolean };
  /** Of the commit. */
  readonly author: string;
}

/** The commit that a folder stands at, and who made it; undefined outside a checkout of git. */
export async function writtenBy(folder: string): Promise<Written | undefined> {
  const git = async (...args: string[]): Promise<string> =>
    (await run('git', ['-C', folder, ...args], { timeout: patience })).stdout.trim();
  try {
    const [head, author, changed] = await Promise.all([
      git('rev-parse', 'HEAD'),
      git('log', '-1', '--format=%an <%ae>'),
      git('status', '--porcelain', '--', '.'),
    ]);
    return { commit: { commit: head, dirty: changed !== '' }, author: author.slice(0, 200) };
  } catch {
    // No checkout, no commit yet, or no git: then there is none to name.
    return undefined;
  }
}

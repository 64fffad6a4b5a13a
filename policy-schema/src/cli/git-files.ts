import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PolicyFile } from '../compile/compile-policies.ts';
import { UsageError } from '../errors/usage-error.ts';

const run = promisify(execFile);
const most = 64 * 1024 * 1024;

async function git(args: readonly string[], folder: string): Promise<string> {
  const { stdout } = await run('git', [...args], { cwd: folder, maxBuffer: most, encoding: 'utf8' });
  return stdout;
}

/** A revision and a path below it, as `main:policies`; undefined when a text is none. */
function splitRevision(text: string): readonly [revision: string, path: string] | undefined {
  const colon = text.indexOf(':');
  return colon <= 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

/** Whether a text names a revision of git and a path in it. */
export const isRevision = (text: string): boolean => splitRevision(text) !== undefined;

/**
 * The policy files of a git revision, by `REVISION:PATH`: a file, or a folder with all below it. Paths count from the
 * folder that the command runs in, as everywhere else. Throws `UsageError`.
 */
export async function gitPolicyFiles(text: string, folder: string = process.cwd()): Promise<PolicyFile[]> {
  const [revision, path] = splitRevision(text)!;
  if (revision.startsWith('-')) throw new UsageError(`${revision} is no revision.`);
  const commit = await git(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], folder).catch(
    (cause: unknown) => {
      throw new UsageError(
        `${revision} is no revision of git here, and ${text} no file. Name a folder, a file, or REVISION:PATH.`,
        { cause },
      );
    },
  );
  const tree = await git(
    ['ls-tree', '-r', '-z', '--full-name', commit.trim(), '--', path === '' ? '.' : path],
    folder,
  );
  const files: PolicyFile[] = [];
  for (const entry of tree.split('\0')) {
    const match = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(entry);
    if (match === null) continue;
    const [, mode, type, object, name] = match as unknown as [string, string, string, string, string];
    if (!/\.policy\.(ya?ml|json)$/.test(name) || name.split('/').some((part) => part.startsWith('.')))
      continue;
    if (mode === '120000' || type !== 'blob')
      throw new UsageError(`${name} in ${revision} is a link. Name the folder or file that it leads to.`);
    files.push({ path: name, text: await git(['cat-file', 'blob', object], folder) });
  }
  if (files.length === 0) throw new UsageError(`No policy files (*.policy.yaml) in ${text}.`);
  return files;
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { policyFolder } from '@vectorgate/demo';

/** The demo's policy. */
export const editedPolicy = 'customer-insights.policy.yaml';

/**
 * Makes a folder the repository of the demo's policy and of all that stands in it already, committed once, and the policy edited
 * since: analysts may page through less, and their contact data is masked no more.
 * @param below the folder of the policy in it
 */
export async function writeEditedPolicies(folder: string, below = '.'): Promise<void> {
  const file = join(folder, below, editedPolicy);
  const text = await readFile(join(policyFolder, editedPolicy), 'utf8');
  await mkdir(join(folder, below), { recursive: true });
  await writeFile(file, text);
  const git = (...args: string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: folder,
    });
  await git('init', '-q', '-b', 'main');
  await git('add', '.');
  await git('commit', '-q', '-m', 'policies');
  const edited = text
    .replace('limits: { topK: 50, page: 100 }', 'limits: { topK: 50, page: 20 }')
    .replace(
      'except: { groups: [data-owners], services',
      'except: { groups: [data-owners, analysts], services',
    );
  assert.notEqual(edited, text);
  await writeFile(file, edited);
}

import { spawnSync } from 'node:child_process';

const rights = ['dac_override', 'dac_read_search'].map((right) => `-${right}`).join(',');

/**
 * What a program is started under so that file permissions hold for it: root could read and write everything. Nothing,
 * when this process is not root.
 */
export function withoutRootsRights(): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const under = ['setpriv', `--bounding-set=${rights}`, `--inh-caps=${rights}`];
  const tried = spawnSync(under[0]!, [...under.slice(1), 'true'], { encoding: 'utf8' });
  if (tried.status !== 0) throw new Error(`root's rights cannot be taken away: ${tried.stderr}`);
  return under;
}

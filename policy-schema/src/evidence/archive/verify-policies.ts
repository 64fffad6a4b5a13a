import { digestOf } from '../../compile/digest.ts';
import type { ArchiveRows } from './archive-rows.ts';
import type { ContentDigest } from './content-digest.ts';
import type { Findings } from './findings.ts';
import { textOf } from './read-row.ts';

/** Holds the texts of policies against the digests of their revisions. Returns how many files are as they were in force. */
export async function verifyPolicies(
  rows: ArchiveRows,
  digest: ContentDigest,
  findings: Findings,
): Promise<number> {
  const revisions = new Map<string, { path: string; text: string }[]>();
  try {
    for (const row of await rows.all('SELECT revision, path, text FROM policies ORDER BY number')) {
      const [revision, path, text] = [textOf(row.revision), textOf(row.path), textOf(row.text)];
      digest.policy(revision, path, text);
      const files = revisions.get(revision) ?? [];
      revisions.set(revision, files);
      files.push({ path, text });
    }
  } catch (error) {
    findings.damaged('the texts of policies', error);
  }
  let verified = 0;
  for (const [revision, files] of revisions) {
    if (digestOf(files) === revision) verified += files.length;
    else
      findings.add({
        code: 'policy-changed',
        reason: `the files of revision ${revision.slice(0, 12)} are not those that were in force: ${files.map(({ path }) => path).join(', ')}`,
      });
  }
  return verified;
}

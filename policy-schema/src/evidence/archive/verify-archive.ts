import type { VerifierKey } from '../notes/verifier-key.ts';
import type { ArchiveReport } from './archive-report.ts';
import type { ArchiveRows } from './archive-rows.ts';
import { checkFormat } from './check-format.ts';
import { ContentDigest } from './content-digest.ts';
import { Findings } from './findings.ts';
import { verifyContent } from './verify-content.ts';
import { verifyPolicies } from './verify-policies.ts';
import { verifySignatures } from './verify-signatures.ts';

export interface VerifyArchiveOptions {
  /** Public keys that whoever verifies got from elsewhere. None: those in the archive are believed, and the report says so. */
  readonly keys?: readonly VerifierKey[];
  /** Is told how many records are behind it: with each breath, or with every thousand records where there is none. */
  readonly progress?: (records: number) => void;
  /** Is awaited some times a second, so that a page stays alive meanwhile. What it rejects with ends the verification. */
  readonly breathe?: () => Promise<void>;
}

/**
 * Verifies an archive without trusting whoever handed it over, without network and without any secret: what of it is as
 * the gateway recorded it, what the gateway vouches for, and what is wrong. Everything that `Archive` can show is
 * covered. Rejects with `PolicyError` code `archive-foreign` or `archive-newer` for what is no archive of this format,
 * `archive-damaged` for a file that does not open at all, and `evidence-platform` where signatures cannot be verified at all; all else stands in the report.
 */
export async function verifyArchive(
  rows: ArchiveRows,
  options: VerifyArchiveOptions = {},
): Promise<ArchiveReport> {
  const findings = new Findings();
  const format = await checkFormat(rows, findings);
  const digest = new ContentDigest();
  const signed = await verifySignatures(rows, format, digest, options.keys ?? [], findings);
  const content = await verifyContent(rows, format, digest, signed.checkpoint, findings, options);
  const policies = await verifyPolicies(rows, digest, findings);
  const { manifest } = signed;
  if (manifest !== undefined) {
    if (manifest.records !== content.records)
      findings.add({
        code: 'content-changed',
        reason: `${manifest.records} records were exported, and ${content.records} are here`,
      });
    if (manifest.digest !== digest.end())
      findings.add({
        code: 'content-changed',
        reason: 'what is here is not what was exported: something was changed, put in or taken away',
      });
    if (manifest.extract !== undefined)
      findings.remark(
        `It is an extract: whoever exported it had more masked, by ${manifest.extract.policies.join(', ')} (${manifest.extract.digest.slice(0, 12)}).`,
      );
    if (manifest.policiesAbsent.length > 0)
      findings.remark(
        `Of ${manifest.policiesAbsent.length} of the revisions that decided, the gateway has kept no text: they were in force before it kept any.`,
      );
  }
  return {
    ok: findings.problems.length === 0,
    origin: signed.origin,
    trust: signed.trust,
    keys: signed.keys,
    size: signed.checkpoint?.size ?? 0,
    ...content,
    policies,
    problems: findings.listed(),
    remarks: findings.remarks,
  };
}

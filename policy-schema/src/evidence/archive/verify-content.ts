import { canonicalText } from '../log/is-canonical.ts';
import type { Checkpoint } from '../notes/checkpoint.ts';
import { InclusionVerifier } from '../tree/inclusion-verifier.ts';
import type { ArchiveRows } from './archive-rows.ts';
import type { ArchiveFormat } from './archive-schema.ts';
import type { ContentDigest } from './content-digest.ts';
import type { Findings } from './findings.ts';
import { listRecords } from './list-records.ts';
import { numberOf } from './read-row.ts';
import { SessionTally } from './session-tally.ts';
import { verifyParts } from './verify-parts.ts';
import { verifyRecord } from './verify-record.ts';

/** What was counted while the records of an archive were verified; see `ArchiveReport`. */
export interface VerifiedContent {
  readonly records: number;
  readonly proved: number;
  readonly vouched: number;
  readonly parts: number;
  readonly maskedAgain: number;
  readonly withheld: number;
}

export interface VerifyContentOptions {
  readonly progress?: (records: number) => void;
  readonly breathe?: () => Promise<void>;
}

/** How long (ms) a page waits at the most. */
const slice = 40;

/** Verifies every record with its parts, by the very statements by which a reader comes to them. */
export async function verifyContent(
  rows: ArchiveRows,
  format: ArchiveFormat,
  digest: ContentDigest,
  checkpoint: Checkpoint | undefined,
  findings: Findings,
  { progress, breathe }: VerifyContentOptions,
): Promise<VerifiedContent> {
  const tree = checkpoint && new InclusionVerifier(checkpoint.size, checkpoint.root);
  const tally = new SessionTally();
  const count = { proved: 0, vouched: 0, parts: 0, maskedAgain: 0, withheld: 0 };
  let masked = 0;
  const { records: listed, damage } = await listRecords(rows);
  if (damage !== undefined) findings.damaged('the list of records', damage);
  let since = performance.now();
  for (const [at, place] of listed.entries()) {
    const found = await verifyRecord(rows, place, tree, digest, findings);
    if (found?.is !== undefined) count[found.is] += 1;
    if (found?.header !== undefined) tally.add(found.header);
    const parts = await verifyParts(rows, format, place, found?.header, digest, findings);
    count.parts += parts.recorded;
    count.maskedAgain += parts.maskedAgain;
    count.withheld += parts.withheld;
    masked += parts.masked;
    if (breathe === undefined && at % 1_000 === 999) progress?.(at + 1);
    if (breathe === undefined || performance.now() - since < slice) continue;
    progress?.(at + 1);
    await breathe();
    since = performance.now();
  }
  const { parts, maskedAgain, withheld } = count;
  const expected = { parts: parts + maskedAgain, withheld, ...(format > 1 && { masked }) };
  await verifyCounts(rows, expected, findings);
  await verifySessions(rows, tally, findings);
  return { records: listed.length, ...count };
}

/** Rows that belong to no record are shown to nobody who reads by records, and are no part of what was exported. */
async function verifyCounts(
  rows: ArchiveRows,
  expected: Readonly<Record<string, number>>,
  findings: Findings,
): Promise<void> {
  for (const [table, most] of Object.entries(expected)) {
    try {
      const [row] = await rows.all(`SELECT count(*) AS number FROM ${table}`);
      const there = numberOf(row?.number);
      if (there !== most)
        findings.add({
          code: 'content-changed',
          reason: `${there} rows of "${table}" are here, and ${most} of them are whole and of a record`,
        });
    } catch (error) {
      findings.damaged(`the table "${table}"`, error);
    }
  }
}

async function verifySessions(rows: ArchiveRows, tally: SessionTally, findings: Findings): Promise<void> {
  const expected = tally.sessions();
  try {
    const found = await rows.all('SELECT summary FROM sessions ORDER BY number');
    for (let at = 0; at < Math.max(found.length, expected.length); at += 1) {
      const session = expected[at];
      if (session !== undefined && found[at]?.summary === canonicalText(session)) continue;
      findings.add({
        code: 'session-changed',
        reason: `what is said of session ${session?.id ?? `number ${at + 1}`} does not follow from its records`,
      });
    }
  } catch (error) {
    findings.damaged('the sessions', error);
  }
}

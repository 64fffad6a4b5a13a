import { bytesToHex } from '@noble/hashes/utils.js';
import type { ArchiveRow, ArchiveRows } from './archive-rows.ts';
import { type ArchiveFormat, type ArchivePartName, archivePartNames, partKey } from './archive-schema.ts';
import { readMasks } from './archived-mask.ts';
import type { ContentDigest } from './content-digest.ts';
import { digestBytes } from './digest-bytes.ts';
import type { Findings } from './findings.ts';
import type { ListedRecord } from './list-records.ts';
import { bytesOf, textOf } from './read-row.ts';

/**
 * Parts of one record that are as they were recorded, were masked again by the gateway, or withheld with a reason; and lists of what
 * was masked in those that were masked again.
 */
export interface VerifiedParts {
  readonly recorded: number;
  readonly maskedAgain: number;
  readonly withheld: number;
  readonly masked: number;
}

/** Bytes of a part's salt. Of no other length: else bytes could move between the salt and what people read. */
const saltBytes = 16;

/** Verifies the parts of a record against the hashes in its header. */
export async function verifyParts(
  rows: ArchiveRows,
  format: ArchiveFormat,
  { number, id }: ListedRecord,
  header: Readonly<Record<string, unknown>> | undefined,
  digest: ContentDigest,
  findings: Findings,
): Promise<VerifiedParts> {
  const count = { recorded: 0, maskedAgain: 0, withheld: 0, masked: 0 };
  const at = { record: number, id };
  for (const name of archivePartNames) {
    try {
      const key = partKey(number, name);
      const [part] = await rows.all('SELECT salt, body FROM parts WHERE key = ?', [key]);
      const [reason] = await rows.all('SELECT reason FROM withheld WHERE key = ?', [key]);
      if (reason !== undefined) {
        digest.withheld(name, textOf(reason.reason));
        count.withheld += 1;
      }
      if (part === undefined) continue;
      const is = await verifyPart(part, name, expectedOf(header, name), digest);
      if (is === undefined)
        findings.add({ code: 'part-changed', reason: `its ${name} is not what was recorded`, ...at });
      else count[is] += 1;
      if (part.salt !== null || format === 1) continue;
    } catch (error) {
      findings.damaged(`its ${name}`, error, at);
      continue;
    }
    if (await verifyMasks(rows, name, at, digest, findings)) count.masked += 1;
  }
  return count;
}

/** Verifies the list of what was masked in a part that was masked again, where there is one: whether a row of it was read. */
async function verifyMasks(
  rows: ArchiveRows,
  name: ArchivePartName,
  at: { readonly record: number; readonly id: string },
  digest: ContentDigest,
  findings: Findings,
): Promise<boolean> {
  const what = `the list of what was masked in its ${name}`;
  let there = false;
  try {
    const [row] = await rows.all('SELECT list FROM masked WHERE key = ?', [partKey(at.record, name)]);
    if (row === undefined) return false;
    there = true;
    const list = textOf(row.list);
    digest.masked(name, list);
    const read = readMasks(list);
    if (typeof read === 'string') findings.add({ code: 'part-changed', reason: `${what}: ${read}`, ...at });
  } catch (error) {
    findings.damaged(what, error, at);
  }
  return there;
}

async function verifyPart(
  row: ArchiveRow,
  name: ArchivePartName,
  expected: ExpectedPart | undefined,
  digest: ContentDigest,
): Promise<'recorded' | 'maskedAgain' | undefined> {
  const body = bytesOf(row.body);
  if (row.salt === null) {
    digest.part(name, false, await digestBytes(body));
    return expected && 'maskedAgain';
  }
  const salt = bytesOf(row.salt);
  const hash = await digestBytes(salt, body);
  digest.part(name, true, hash);
  const isWhole = salt.length === saltBytes && body.length === expected?.size;
  return isWhole && bytesToHex(hash) === expected.hash ? 'recorded' : undefined;
}

interface ExpectedPart {
  readonly hash: unknown;
  readonly size: unknown;
}

function expectedOf(
  header: Readonly<Record<string, unknown>> | undefined,
  name: ArchivePartName,
): ExpectedPart | undefined {
  const parts: readonly unknown[] = Array.isArray(header?.parts) ? header.parts : [];
  return parts.find(
    (part): part is ExpectedPart & { name: unknown } =>
      typeof part === 'object' &&
      part !== null &&
      'name' in part &&
      part.name === name &&
      'hash' in part &&
      'size' in part,
  );
}

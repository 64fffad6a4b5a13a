import type { InclusionVerifier } from '../tree/inclusion-verifier.ts';
import { leafHash } from '../tree/tree-hash.ts';
import { headerFacts } from '../verify/header-facts.ts';
import type { ArchiveRows } from './archive-rows.ts';
import type { ContentDigest } from './content-digest.ts';
import type { Findings } from './findings.ts';
import type { ListedRecord } from './list-records.ts';
import { bytesOf } from './read-row.ts';

/** `is`: whether its exact header is proved, or only its leaf; absent when neither is. */
export interface VerifiedRecord {
  readonly is?: 'proved' | 'vouched';
  readonly header?: Readonly<Record<string, unknown>>;
}

const hashBytes = 32;

/** Verifies one record: that its leaf stands at its place in the log, and its header is what the leaf was made of. */
export async function verifyRecord(
  rows: ArchiveRows,
  { number, id, session, kind }: ListedRecord,
  tree: InclusionVerifier | undefined,
  digest: ContentDigest,
  findings: Findings,
): Promise<VerifiedRecord | undefined> {
  let header: Uint8Array;
  let kept: Uint8Array | undefined;
  let proof: Uint8Array;
  try {
    const [row] = await rows.all('SELECT header, leaf, proof FROM records WHERE number = ?', [number]);
    header = bytesOf(row?.header);
    kept = row?.leaf === null ? undefined : bytesOf(row?.leaf);
    proof = bytesOf(row?.proof);
  } catch (error) {
    findings.damaged('it cannot be read', error, { record: number, id });
    return undefined;
  }
  const leaf = kept ?? leafHash(header);
  digest.record(number, leaf, kept && header);
  const isProved = proof.length % hashBytes === 0 && tree?.verify(leaf, number, hashesOf(proof)) === true;
  if (!isProved && tree !== undefined)
    findings.add({
      code: 'record-changed',
      reason: 'it is not the record that stands at this place of the signed log',
      record: number,
      id,
    });
  const facts = headerFacts(header);
  if (typeof facts === 'string') {
    findings.add({ code: 'header-malformed', reason: facts, record: number, id });
    return undefined;
  }
  if (facts.id !== id || facts.session !== session || facts.value.kind !== kind)
    findings.add({
      code: 'header-malformed',
      reason: 'the list of records has another id, session or kind than its header',
      record: number,
      id: facts.id,
    });
  return { ...(isProved && { is: kept === undefined ? 'proved' : 'vouched' }), header: facts.value };
}

function hashesOf(proof: Uint8Array): Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (let at = 0; at < proof.length; at += hashBytes) hashes.push(proof.subarray(at, at + hashBytes));
  return hashes;
}

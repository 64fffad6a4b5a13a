import { type Checkpoint, parseCheckpoint } from '../notes/checkpoint.ts';
import { parseNote, type SignedNote } from '../notes/signed-note.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../notes/verifier-key.ts';
import { verifyNote } from '../notes/verify-note.ts';
import { type ArchiveManifest, readManifest } from './archive-manifest.ts';
import type { ArchiveCode } from './archive-report.ts';
import type { ArchiveRow, ArchiveRows } from './archive-rows.ts';
import type { ArchiveFormat } from './archive-schema.ts';
import type { ContentDigest } from './content-digest.ts';
import type { Findings } from './findings.ts';
import { manifestNoteText } from './manifest-note.ts';
import { textOf } from './read-row.ts';

/** Who signed an archive, and what. */
export interface ArchiveSignatures {
  readonly origin: string;
  readonly trust: 'given' | 'archive';
  /** Trusted keys that signed, as C2SP signed-note writes them. */
  readonly keys: readonly string[];
  readonly checkpoint: Checkpoint | undefined;
  readonly manifest: ArchiveManifest | undefined;
}

/** Verifies the checkpoint and the manifest against the keys that were given, or those in the archive where there are none. */
export async function verifySignatures(
  rows: ArchiveRows,
  format: ArchiveFormat,
  digest: ContentDigest,
  given: readonly VerifierKey[],
  findings: Findings,
): Promise<ArchiveSignatures> {
  const row = await readOne(rows, findings);
  const checkpoint = row && parseCheckpoint(row.checkpoint);
  digest.checkpoint(row?.checkpoint ?? '');
  const inside = await readKeys(rows, digest, findings);
  const trusted = given.length > 0 ? given : inside;
  const keys = new Set<string>();
  if (row !== undefined && checkpoint === undefined)
    findings.add({ code: 'checkpoint-forged', reason: 'the checkpoint is not of its form' });
  if (checkpoint !== undefined)
    await verifySigned(checkpoint.note, 'the checkpoint', 'checkpoint-forged', trusted, findings, keys);

  const manifest = row && manifestIn(row.manifest, format);
  if (row !== undefined && manifest === undefined)
    findings.add({
      code: 'manifest-forged',
      reason: 'what the archive says of itself is not of its form',
    });
  const note = row && parseNote(row.signature);
  if (row !== undefined && manifest !== undefined) {
    if (note?.text !== manifestNoteText(manifest.origin, row.manifest))
      findings.add({
        code: 'manifest-forged',
        reason: 'what the archive says of itself is not what was signed',
      });
    else await verifySigned(note, 'the archive', 'manifest-forged', trusted, findings, keys);
    if (
      checkpoint !== undefined &&
      (checkpoint.origin !== manifest.origin || checkpoint.size !== manifest.size)
    )
      findings.add({
        code: 'checkpoint-forged',
        reason: 'the checkpoint is not the one with which the archive was made',
      });
  }
  return {
    origin: checkpoint?.origin ?? manifest?.origin ?? '',
    trust: given.length === 0 ? 'archive' : 'given',
    keys: [...keys],
    checkpoint,
    manifest,
  };
}

interface SignedRow {
  readonly manifest: string;
  readonly signature: string;
  readonly checkpoint: string;
}

async function readOne(rows: ArchiveRows, findings: Findings): Promise<SignedRow | undefined> {
  try {
    const [row] = await rows.all('SELECT manifest, signature, checkpoint FROM archive WHERE one = 1');
    return {
      manifest: textOf(row?.manifest),
      signature: textOf(row?.signature),
      checkpoint: textOf(row?.checkpoint),
    };
  } catch (error) {
    findings.damaged('what the archive says of itself', error);
    return undefined;
  }
}

async function readKeys(
  rows: ArchiveRows,
  digest: ContentDigest,
  findings: Findings,
): Promise<readonly VerifierKey[]> {
  const keys: VerifierKey[] = [];
  let found: readonly ArchiveRow[] = [];
  try {
    found = await rows.all('SELECT key FROM keys ORDER BY number');
  } catch (error) {
    findings.damaged('the public keys', error);
  }
  for (const row of found) {
    const text = typeof row.key === 'string' ? row.key : '';
    digest.key(text);
    const key = parseVerifierKey(text);
    if (key === undefined)
      findings.add({ code: 'archive-damaged', reason: `public key number ${keys.length + 1} is no key` });
    else keys.push(key);
  }
  return keys;
}

function manifestIn(text: string, format: ArchiveFormat): ArchiveManifest | undefined {
  try {
    return readManifest(JSON.parse(text), format);
  } catch {
    return undefined;
  }
}

async function verifySigned(
  note: SignedNote,
  what: string,
  forged: ArchiveCode,
  trusted: readonly VerifierKey[],
  findings: Findings,
  keys: Set<string>,
): Promise<void> {
  let signed = false;
  for (const key of trusted) {
    const is = await verifyNote(note, key);
    if (is === 'forged') {
      findings.add({ code: forged, reason: `the signature of ${what} is not of the key that it names` });
      return;
    }
    if (is !== 'signed') continue;
    signed = true;
    keys.add(formatVerifierKey(key));
  }
  if (signed) return;
  const by = note.signatures.map(({ name, id }) => `${name}+${id}`).join(', ');
  findings.add({ code: 'key-unknown', reason: `${what} is signed by no trusted key, but by ${by}` });
}

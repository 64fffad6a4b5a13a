import { hash, type KeyObject } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { ArchiveWriter, gapReasons } from '@vectorgate/policy-schema/archive';
import { formatNote } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { canonicalJson } from '../canonical-json.ts';
import type { SignedTree } from '../evidence/checkpoint-signer.ts';
import { leavesDamaged } from '../evidence/leaf-store.ts';
import type { Proofs } from '../evidence/log-proofs.ts';
import type { RecordPlace } from '../index/index-queries.ts';
import { readSegments } from '../log/read-segments.ts';
import { partNames } from '../parts/part-names.ts';
import type { PartName } from '../record.ts';
import type { ArchiveFile } from './archive-file.ts';
import { type ArchiveRequest, partsOf, readUpTo, type SeenDecision } from './export-request.ts';
import { type ExportedFrame, exportedFrames } from './exported-frames.ts';
import { namedExtract } from './extract-policy.ts';
import type { KeptPolicies } from './kept-policies.ts';
import { type ReadDecision, type ReadRecord, readDecision } from './read-decision.ts';

/** What an archive is made from. */
export interface ArchiveSources {
  readonly segments: string;
  readonly places: readonly RecordPlace[];
  readonly tree: SignedTree;
  readonly proofs: Proofs;
  readonly key: (session: string) => Promise<KeyObject | undefined>;
  readonly policies: KeptPolicies;
  readonly assertRoom: () => Promise<void>;
}

/** After so many written bytes others get their turn, and room on the disk is looked after. */
const stretch = 8 * 1024 * 1024;

interface Held {
  readonly decision: ReadDecision;
  readonly seen: SeenDecision;
}

/** Writes everything into the file of an archive. */
export async function writeArchive(
  file: ArchiveFile,
  request: ArchiveRequest,
  sources: ArchiveSources,
): Promise<void> {
  const { tree, segments, places, key } = sources;
  const frames = await exportedFrames(segments, places);
  file.database.exec('BEGIN');
  const writer = new ArchiveWriter(file.database, formatNote(tree.note), tree.keys);
  const revisions = new Set<string>();
  // Between a change's intent and its outcome others may stand.
  const held = new Map<string, Held>();
  let written = 0;
  await readSegments(segments, async (reader) => {
    for (const frame of frames) {
      const { of } = frame;
      const decision =
        held.get(of.id)?.decision ?? (await readDecision(reader, of, key, readUpTo[request.bodies]));
      const seen = held.get(of.id)?.seen ?? request.see(decision);
      if (frame.last) held.delete(of.id);
      else held.set(of.id, { decision, seen });
      written += writeFrame(writer, frame, { decision, seen }, request, sources);
      revisions.add(decision.header.decision.revision.digest);
      if (written < stretch) continue;
      written = 0;
      await sources.assertRoom();
      await breathe();
    }
  });
  const policiesAbsent = await writePolicies(writer, revisions, request, sources);
  writer.end(
    {
      ...request.about,
      origin: tree.origin,
      exported: new Date().toISOString(),
      bodies: request.bodies,
      policies: request.policies,
      policiesAbsent,
      ...(request.extract && { extract: namedExtract(request.extract) }),
      size: tree.size,
    },
    tree.sign,
  );
  file.database.exec('COMMIT');
}

/** Returns how many bytes it wrote, about. */
function writeFrame(
  writer: ArchiveWriter,
  { number, place }: ExportedFrame,
  { decision, seen }: Held,
  { bodies }: ArchiveRequest,
  { proofs }: ArchiveSources,
): number {
  const record = decision.records.find((one) => one.place === place)!;
  const leaf = proofs.leaf(number);
  if (!nativeHashes.leaf(record.bytes).equals(leaf)) throw leavesDamaged(number);
  const shown = seen.header(record.header);
  const exact = shown === record.header;
  writer.record({
    number,
    header: exact ? record.bytes : Buffer.from(canonicalJson(shown)),
    value: shown as Readonly<Record<string, unknown>>,
    leaf,
    exact,
    proof: proofs.proof(number),
  });
  let written = 2048;
  for (const name of partNames) {
    if (!partsOf[bodies].includes(name)) continue;
    const reason = reasonFor(name, record, decision, seen);
    if (reason !== undefined) writer.withheld(name, reason);
    else written += writePart(writer, name, record, seen);
  }
  return written;
}

function writePart(writer: ArchiveWriter, name: PartName, record: ReadRecord, seen: SeenDecision): number {
  const part = record.parts[name];
  const as = seen.parts[name];
  if (part === undefined || as === undefined) return 0;
  if (as === 'recorded') {
    // It was held against this hash when it was opened.
    const { hash: declared } = record.header.parts.find((one) => one.name === name)!;
    writer.part(name, part.salt, part.bytes, Buffer.from(declared, 'hex'));
    return part.bytes.length;
  }
  const body = Buffer.from(JSON.stringify(as.shown));
  writer.part(name, undefined, body, hash('sha256', body, 'buffer'));
  if (name === 'response' && seen.masked !== undefined) writer.masked(name, seen.masked);
  return body.length;
}

/** Why a part that the record has is not shown. */
function reasonFor(
  name: PartName,
  { header }: ReadRecord,
  { forgotten }: ReadDecision,
  { withheld }: SeenDecision,
): string | undefined {
  if (!header.parts.some((part) => part.name === name)) return undefined;
  if (forgotten) return gapReasons.forgotten;
  return withheld.find(({ part }) => part === name)?.reason;
}

/** Returns the revisions of which no text was kept. */
async function writePolicies(
  writer: ArchiveWriter,
  revisions: ReadonlySet<string>,
  { policies: wanted, extract }: ArchiveRequest,
  { policies }: ArchiveSources,
): Promise<string[]> {
  const absent: string[] = [];
  if (extract !== undefined)
    for (const { path, text } of extract.files) writer.policy(extract.set.revision.digest, path, text);
  if (!wanted) return absent;
  for (const revision of [...revisions].sort()) {
    // What the gateway did by itself was decided by no policy.
    if (revision === '' || revision === extract?.set.revision.digest) continue;
    const files = /^[0-9a-f]{64}$/.test(revision) ? await policies.read(revision) : undefined;
    if (files === undefined) absent.push(revision);
    else for (const { path, text } of files) writer.policy(revision, path, text);
  }
  return absent;
}

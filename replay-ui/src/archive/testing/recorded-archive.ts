import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  type ArchivePartName,
  ArchiveWriter,
  archivePartNames,
  type MaskedField,
} from '@vectorgate/policy-schema/archive';
import { formatNote, formatVerifierKey, leafHash, treeRoot } from '@vectorgate/policy-schema/evidence';
import { digestOf } from '../../../../policy-schema/src/compile/digest.ts';
import { canonicalText } from '../../../../policy-schema/src/evidence/log/is-canonical.ts';
import {
  signedBy,
  type TestSigner,
  testSigner,
} from '../../../../policy-schema/src/evidence/testing/test-signer.ts';
import { inclusionProof } from '../../../../policy-schema/src/evidence/tree/inclusion-proof.ts';
import type { RecordHeader } from '../../records/record-header.ts';

const root = new URL('../../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const signer: TestSigner = testSigner('vectorgate/recorded', 7);
/** The public key that signed. */
export const recordedKey: string = formatVerifierKey(signer.key);
/** One of the same log that did not. */
export const otherKey: string = formatVerifierKey(testSigner('vectorgate/recorded', 8).key);

const policies = [
  { path: 'customer-insights.policy.yaml', text: read('demo/policies/customer-insights.policy.yaml') },
];

interface Recorded extends Readonly<Record<ArchivePartName, unknown>> {
  readonly header: RecordHeader;
}

const sha256 = (...pieces: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return new Uint8Array(hash.digest());
};
const utf8 = new TextEncoder();

function recorded(): readonly Recorded[] {
  const answers = JSON.parse(read('replay-ui/testdata/recorded.json')) as Record<string, Recorded>;
  return Object.entries(answers)
    .filter(([path]) => /^\/records\/[0-9A-Z]{26}$/.test(path))
    .map(([, answer]) => answer)
    .toSorted((a, b) => (a.header.id < b.header.id ? -1 : 1));
}

/** An id that ends with how often its record was there before. */
const idOf = (id: string, time: number): string =>
  time === 0 ? id : `${id.slice(0, 21)}${String(time).padStart(5, '0')}`;

const repeated = (records: readonly Recorded[], times: number): readonly Recorded[] =>
  Array.from({ length: times }, (_, time) =>
    records.map((one) => ({ ...one, header: { ...one.header, id: idOf(one.header.id, time) } })),
  ).flat();

/** Records of notes, as the gateway writes them. */
function notesOf(
  records: readonly Recorded[],
  notes: NonNullable<RecordedArchiveOptions['notes']>,
): readonly Recorded[] {
  const query = records.find(({ header }) =>
    header.operations.some(({ classes }) => classes.includes('search')),
  );
  if (query === undefined) throw new Error('no search was recorded');
  const steps = records.filter(({ header }) => header.session === query.header.session);
  return notes.map(({ class: wanted, text }, number) => {
    const beside = steps.find(({ header }) =>
      header.operations.some(({ classes }) => wanted !== undefined && classes.includes(wanted)),
    );
    const { issuer, subject } = query.header.who;
    const note = { ...(beside !== undefined && { record: beside.header.id }), of: { issuer, subject } };
    const header: RecordHeader = {
      ...query.header,
      id: `01M9${String(number).padStart(22, '0')}`,
      time: `2026-11-29T08:00:0${number}.000Z`,
      who: {
        issuer: 'people',
        subject: 'rita',
        name: 'Rita Reviewer',
        kind: 'person',
        groups: ['reviewers'],
      },
      operations: [{ name: 'session_note', classes: ['review'], targets: [] }],
      decision: { ...query.header.decision, rules: [] },
      note,
      masked: [],
      changes: [],
      outcome: 'delivered',
    };
    return { header, decision: null, operations: null, request: { note: text }, response: null };
  });
}

/** Changes the first answer that has cases in it. */
export const changeAnAnswer = `UPDATE parts SET body = CAST(replace(CAST(body AS TEXT), 'CASE-', 'FAKE-') AS BLOB)
  WHERE key = (SELECT min(key) FROM parts WHERE key % 8 = 3 AND instr(CAST(body AS TEXT), 'CASE-') > 0)`;

export interface RecordedArchiveOptions {
  /** Records of this session alone. */
  readonly session?: string;
  /** Each record so many times, under ids of their own; once where it is left out. */
  readonly times?: number;
  /** Notes of a reviewer's, each beside the first step of a class in the longest session; `undefined`: beside the session. */
  readonly notes?: readonly { readonly class: string | undefined; readonly text: string }[];
  /**
   * Each answer in which the text stands was masked again for whoever exported it: the mark stands there, and `masked` is what that
   * did, told beside what the record tells. Without it the archive is one of version 1.
   */
  readonly again?: {
    readonly text: string;
    readonly mark: string;
    readonly masked?: readonly MaskedField[];
  };
  /** Is done to the file when it is whole. */
  readonly change?: string;
}

/** The golden sessions of the replay as an archive that verifies. Returns the bytes of the file. */
export function recordedArchive({
  session,
  times = 1,
  notes = [],
  again,
  change,
}: RecordedArchiveOptions = {}): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'vectorgate-recorded-'));
  const database = new DatabaseSync(join(folder, 'recorded.vgsession'));
  try {
    database.exec('PRAGMA page_size = 1024; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
    const records = [...repeated(recorded(), times), ...notesOf(recorded(), notes)].map(
      ({ header, ...answer }, number) => {
        const parts = archivePartNames
          .filter((name) => answer[name] !== null)
          .map((name) => ({
            name,
            salt: sha256(utf8.encode(`${number} ${name}`)).subarray(0, 16),
            body: utf8.encode(JSON.stringify(answer[name])),
          }));
        const value = {
          ...header,
          decision: { ...header.decision, revision: { digest: digestOf(policies) } },
          parts: parts.map(({ name, salt, body }) => ({
            name,
            hash: Buffer.from(sha256(salt, body)).toString('hex'),
            size: body.length,
          })),
        };
        return { number, value, parts, header: utf8.encode(canonicalText(value)) };
      },
    );
    const leaves = records.map(({ header }) => leafHash(header));
    const origin = signer.key.name;
    const checkpoint = signedBy({ origin, size: leaves.length, root: treeRoot(leaves) }, signer);
    const writer = new ArchiveWriter(database, formatNote(checkpoint), [recordedKey]);
    for (const { number, value, parts, header } of records) {
      if (session !== undefined && value.session !== session) continue;
      const [leaf, proof] = [leaves[number]!, inclusionProof(leaves, number)];
      writer.record({ number, header, value, leaf, exact: true, proof });
      for (const { name, salt, body } of parts) {
        const text = Buffer.from(body).toString();
        if (name !== 'response' || again === undefined || !text.includes(again.text)) {
          writer.part(name, salt, body, sha256(salt, body));
          continue;
        }
        const shown = utf8.encode(text.replaceAll(again.text, again.mark));
        writer.part(name, undefined, shown, sha256(shown));
        if (again.masked !== undefined) writer.masked(name, [...value.masked, ...again.masked]);
      }
    }
    for (const { path, text } of policies) writer.policy(digestOf(policies), path, text);
    writer.end(
      {
        origin,
        exported: '2026-11-29T09:00:00.000Z',
        by: { issuer: 'people', subject: 'rita', name: 'Rita Reviewer' },
        of: session === undefined ? { query: 'connection:insights', whose: 'everybody' } : { session },
        bodies: 'all',
        policies: true,
        policiesAbsent: [],
        size: leaves.length,
      },
      (text) => ({
        text,
        signatures: [{ name: origin, id: signer.key.id, signature: signer.sign(text) }],
      }),
    );
    if (change !== undefined) database.exec(change);
    database.close();
    return new Uint8Array(readFileSync(join(folder, 'recorded.vgsession')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { digestOf } from '../../compile/digest.ts';
import { archivePartNames } from '../archive/archive-schema.ts';
import { ArchiveWriter } from '../archive/archive-writer.ts';
import { canonicalText } from '../log/is-canonical.ts';
import { formatNote } from '../notes/signed-note.ts';
import { formatVerifierKey } from '../notes/verifier-key.ts';
import { inclusionProof } from '../tree/inclusion-proof.ts';
import { leafHash } from '../tree/tree-hash.ts';
import { treeRoot } from '../tree/tree-root.ts';
import { testId } from './test-log.ts';
import { signedBy, type TestSigner, testSigner } from './test-signer.ts';

export const archiveSigner: TestSigner = testSigner('vectorgate/log', 7);

/** Records in the log from which the test archive takes some. */
const logSize = 60;
const utf8 = new TextEncoder();
const sha256 = (...pieces: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
};

const policyFiles = [
  { path: 'customer.policy.yaml', text: 'apiVersion: vectorgate/v1\nkind: Policy\n' },
  { path: 'second.policy.yaml', text: '# another\n' },
];

/** Record `n` of the log: its header, and its parts with their salts. */
function recordOf(n: number) {
  const parts = archivePartNames.map((name) => ({
    name,
    salt: sha256(utf8.encode(`salt ${n} ${name}`)).subarray(0, 16),
    body: utf8.encode(JSON.stringify({ [name]: `of record ${n}`, more: 'x'.repeat(n * 11) })),
  }));
  const value = {
    id: testId(n === 31 ? 30 : n),
    session: testId(1000 + (n % 3)),
    time: new Date(1.8e12 + n * 1000).toISOString(),
    kind: n === 30 ? 'intent' : 'outcome',
    connection: 'insights',
    store: 'chroma',
    who: { issuer: 'people', subject: 'ana', name: 'Ana Ruiz', kind: 'person', groups: ['analysts'] },
    masked: n % 4 === 0 ? [{ field: 'email', method: 'redact', count: 1 }] : [],
    ...(n !== 30 && { outcome: n % 5 === 0 ? 'refused' : 'delivered' }),
    decision: {
      effect: 'allow',
      revision: { digest: digestOf(policyFiles) },
      rules: [{ rule: 'r', line: n }],
    },
    parts: parts.map(({ name, salt, body }) => ({
      name,
      hash: sha256(salt, body).toString('hex'),
      size: body.length,
    })),
  };
  return { value, header: utf8.encode(canonicalText(value)), parts };
}

/** What left marks in the answers that are masked again, by record. */
export const maskedAgain = {
  9: [{ field: '$document', method: 'hash', found: ['email', 'phone'] }],
  32: [
    { field: '$document', method: 'hash', found: ['iban'] },
    { field: 'email', method: 'redact' },
  ],
} as const;

/** Numbers of the records in the test archive. */
export const archivedNumbers: readonly number[] = [0, 1, 2, 7, 8, 9, 20, 30, 31, 32, 33, 47, 58, 59];

/**
 * An archive with everything that one can have: records side by side and apart, an intent with its outcome, a header that
 * was shortened, parts masked again and withheld, policies. `format` 2: one more answer is masked again, and what left marks in both
 * is told. Returns the bytes of the file.
 */
export function testArchive({ format = 1 }: { readonly format?: 1 | 2 } = {}): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'vectorgate-archive-'));
  try {
    const path = join(folder, 'test.vgsession');
    const database = new DatabaseSync(path);
    database.exec('PRAGMA page_size = 1024; PRAGMA journal_mode = OFF');
    const records = Array.from({ length: logSize }, (_, n) => recordOf(n));
    const leaves = records.map(({ header }) => leafHash(header));
    const origin = archiveSigner.key.name;
    const checkpoint = signedBy({ origin, size: logSize, root: treeRoot(leaves) }, archiveSigner);
    const writer = new ArchiveWriter(database, formatNote(checkpoint), [
      formatVerifierKey(testSigner(origin, 6).key),
      formatVerifierKey(archiveSigner.key),
    ]);
    for (const number of archivedNumbers) {
      const { value, header, parts } = records[number]!;
      const exact = number !== 8;
      const shown = exact ? value : { ...value, decision: { ...value.decision, rules: [{ rule: 'r' }] } };
      writer.record({
        number,
        header: exact ? header : utf8.encode(canonicalText(shown)),
        value: shown,
        leaf: leaves[number]!,
        exact,
        proof: inclusionProof(leaves, number),
      });
      for (const { name, salt, body } of parts) {
        if (number === 9 && name === 'request')
          writer.withheld(name, 'It may quote fields that are masked for you.');
        else if ((number === 9 || (number === 32 && format === 2)) && name === 'response') {
          const masked = utf8.encode('{"response":"••••"}');
          writer.part(name, undefined, masked, sha256(masked));
          if (format === 2) writer.masked(name, maskedAgain[number]);
        } else if (number !== 47) writer.part(name, salt, body, sha256(salt, body));
      }
    }
    for (const { path: file, text } of policyFiles) writer.policy(digestOf(policyFiles), file, text);
    writer.end(
      {
        origin,
        exported: '2026-11-29T09:00:00.000Z',
        by: { issuer: 'people', subject: 'rita', name: 'Rita Reviewer' },
        of: { query: 'who:ana', whose: 'everybody' },
        bodies: 'all',
        policies: true,
        policiesAbsent: ['0'.repeat(64)],
        size: logSize,
      },
      (text) => ({
        text,
        signatures: [{ name: origin, id: archiveSigner.key.id, signature: archiveSigner.sign(text) }],
      }),
    );
    database.close();
    return new Uint8Array(readFileSync(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

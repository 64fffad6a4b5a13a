import { canonicalText } from '../log/is-canonical.ts';
import { formatNote, type SignedNote } from '../notes/signed-note.ts';
import type { ArchiveManifest } from './archive-manifest.ts';
import type { ArchiveValue } from './archive-rows.ts';
import {
  type ArchiveFormat,
  type ArchivePartName,
  archiveApplication,
  archiveTables,
  maskedTable,
  partKey,
} from './archive-schema.ts';
import { type MaskedField, mostListCharacters, writeMasks } from './archived-mask.ts';
import { ContentDigest } from './content-digest.ts';
import { manifestNoteText } from './manifest-note.ts';
import { SessionTally } from './session-tally.ts';

/** Where an archive is written to: an empty database of SQLite. */
export interface ArchiveTarget {
  /** Statements without parameters. */
  exec(sql: string): void;
  /** Prepares a statement that is run many times. */
  prepare(sql: string): { run(...parameters: readonly ArchiveValue[]): unknown };
}

/** A record for an archive. */
export interface RecordToArchive {
  readonly number: number;
  /** Its exact bytes, or what of them the reader may see: canonical JSON. */
  readonly header: Uint8Array;
  /** The same as a value. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly leaf: Uint8Array;
  /** `header` is the recorded one, and the leaf follows from it. */
  readonly exact: boolean;
  /** Of the leaf's inclusion, from the bottom up. */
  readonly proof: readonly Uint8Array[];
}

/** What is known of an archive before it is written; the rest is counted. */
export type ArchiveAbout = Omit<ArchiveManifest, 'format' | 'records' | 'digest'>;

/**
 * Writes an archive in the order in which its digest has it: records by their numbers, each followed by its parts, then
 * policies, then the end.
 */
export class ArchiveWriter {
  readonly #target: ArchiveTarget;
  readonly #checkpoint: string;
  readonly #digest = new ContentDigest();
  readonly #tally = new SessionTally();
  readonly #insert: Record<'record' | 'part' | 'withheld' | 'policy', ReturnType<ArchiveTarget['prepare']>>;
  /** Set with the first list of masks, which makes the archive one of version 2. */
  #insertMasked: ReturnType<ArchiveTarget['prepare']> | undefined;
  #records = 0;
  #policies = 0;
  #last = -1;

  /** `checkpoint`: the signed note under which every proof is. `keys`: all public keys of the log, the oldest first. */
  constructor(target: ArchiveTarget, checkpoint: string, keys: readonly string[]) {
    this.#target = target;
    this.#checkpoint = checkpoint;
    target.exec(
      `PRAGMA application_id = ${archiveApplication}; ${Object.values(archiveTables[1]).join(';\n')};`,
    );
    this.#digest.checkpoint(checkpoint);
    const key = target.prepare('INSERT INTO keys VALUES (?, ?)');
    for (const [at, text] of keys.entries()) {
      key.run(at, text);
      this.#digest.key(text);
    }
    this.#insert = {
      record: target.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)'),
      part: target.prepare('INSERT INTO parts VALUES (?, ?, ?)'),
      withheld: target.prepare('INSERT INTO withheld VALUES (?, ?)'),
      policy: target.prepare('INSERT INTO policies VALUES (?, ?, ?, ?)'),
    };
  }

  /** Records come in the order of their numbers. */
  record({ number, header, value, leaf, exact, proof }: RecordToArchive): void {
    const { id, session, kind } = value;
    const joined = new Uint8Array(proof.length * 32);
    for (const [at, hash] of proof.entries()) joined.set(hash, at * 32);
    this.#insert.record.run(
      number,
      String(id),
      String(session),
      String(kind),
      header,
      exact ? null : leaf,
      joined,
    );
    this.#digest.record(number, leaf, exact ? undefined : header);
    this.#tally.add(value);
    this.#records += 1;
    this.#last = number;
  }

  /**
   * A part of the last record: with its salt as it was recorded, without one as it was masked again. `digest`: SHA-256 of
   * both. Parts come in the order of `archivePartNames`, and a reason in the place of its part.
   */
  part(name: ArchivePartName, salt: Uint8Array | undefined, body: Uint8Array, digest: Uint8Array): void {
    this.#insert.part.run(partKey(this.#last, name), salt ?? null, body);
    this.#digest.part(name, salt !== undefined, digest);
  }

  /**
   * What was masked in the part before it, for whoever asked and for whoever exports: of a part that was masked again. What leaves no
   * mark is not written. Nor is a list that is longer than readers take: then the archive does not tell. Throws as `writeMasks` does.
   */
  masked(name: ArchivePartName, masked: readonly MaskedField[]): void {
    const list = writeMasks(masked);
    if (list.length > mostListCharacters) return;
    if (this.#insertMasked === undefined) {
      this.#target.exec(maskedTable);
      this.#insertMasked = this.#target.prepare('INSERT INTO masked VALUES (?, ?)');
    }
    this.#insertMasked.run(partKey(this.#last, name), list);
    this.#digest.masked(name, list);
  }

  /** Why a part of the last record is not here. */
  withheld(name: ArchivePartName, reason: string): void {
    this.#insert.withheld.run(partKey(this.#last, name), reason);
    this.#digest.withheld(name, reason);
  }

  /** A file of a revision of the policies, with the digest of that revision. */
  policy(revision: string, path: string, text: string): void {
    this.#policies += 1;
    this.#insert.policy.run(this.#policies, revision, path, text);
    this.#digest.policy(revision, path, text);
  }

  /** Writes what the archive says of itself, signed. Returns it. */
  end(about: ArchiveAbout, sign: (text: string) => SignedNote): ArchiveManifest {
    const session = this.#target.prepare('INSERT INTO sessions VALUES (?, ?)');
    for (const [at, one] of this.#tally.sessions().entries()) session.run(at, canonicalText(one));
    const format: ArchiveFormat = this.#insertMasked === undefined ? 1 : 2;
    this.#target.exec(`PRAGMA user_version = ${format}`);
    const manifest: ArchiveManifest = {
      ...about,
      format,
      records: this.#records,
      digest: this.#digest.end(),
    };
    const text = canonicalText(manifest);
    const note = sign(manifestNoteText(about.origin, text));
    this.#target
      .prepare('INSERT INTO archive VALUES (?, ?, ?, ?)')
      .run(1, text, formatNote(note), this.#checkpoint);
    return manifest;
  }
}

/** Stable codes of what can be wrong with an archive. */
export type ArchiveCode =
  /** Something cannot be read, or is not of the form that it must have. */
  | 'archive-damaged'
  /** Tables, views or triggers are not those of the format. */
  | 'archive-tables'
  /** The manifest is none of this format, or none that its signature covers. */
  | 'manifest-forged'
  /** What is in the archive is not what was exported: something was changed, added or taken away. */
  | 'content-changed'
  /** The checkpoint is none, or a signature of it is not of the key that it names. */
  | 'checkpoint-forged'
  /** No trusted key signed. */
  | 'key-unknown'
  /** A header is not that of the record at this place of the log. */
  | 'record-changed'
  /** A header is none that a gateway writes, or its columns say something else. */
  | 'header-malformed'
  /** A part is not the one whose hash stands in the header. */
  | 'part-changed'
  /** The text of a policy is not that of the revision. */
  | 'policy-changed'
  /** What is said of sessions does not follow from their records. */
  | 'session-changed';

/** One thing that is wrong, and where. */
export interface ArchiveProblem {
  readonly code: ArchiveCode;
  readonly reason: string;
  /** Number of the record in the log, from 0. */
  readonly record?: number;
  /** Its id, where it could be read. */
  readonly id?: string;
}

export interface ArchiveReport {
  readonly ok: boolean;
  /** The log's own name. */
  readonly origin: string;
  /**
   * Against which key: one that whoever verifies gave (`given`), or the one that lies in the archive itself
   * (`archive`): that finds damage and clumsy changes, and does not show who signed.
   */
  readonly trust: 'given' | 'archive';
  /** Keys that signed and are trusted, as C2SP signed-note writes them. */
  readonly keys: readonly string[];
  /** Records in the archive, and records of the log when it was signed. */
  readonly records: number;
  readonly size: number;
  /** Records whose header, to the byte, is proved to stand at its place in the signed log. */
  readonly proved: number;
  /** Records of which only the leaf is proved: their header was shortened for the reader, and the gateway vouches for it. */
  readonly vouched: number;
  /** Parts that are as they were recorded; those that the gateway masked again and vouches for; those it withheld. */
  readonly parts: number;
  readonly maskedAgain: number;
  readonly withheld: number;
  /** Texts of policies that were held against the revision's digest. */
  readonly policies: number;
  readonly problems: readonly ArchiveProblem[];
  /** What is worth knowing and not wrong. */
  readonly remarks: readonly string[];
}

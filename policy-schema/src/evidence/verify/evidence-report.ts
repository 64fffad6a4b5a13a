/** Stable codes of what can be wrong with records. */
export type EvidenceCode =
  /** The log breaks off: what stands there is not the next record as it was written. */
  | 'log-broken'
  /** The header of a record is as it was written, its sealed parts are not. */
  | 'parts-damaged'
  /** A header that is in the log is none that a gateway writes. */
  | 'header-malformed'
  /** Records are others than those that were signed. */
  | 'rewritten'
  /** Records that were signed are gone from the end. */
  | 'rolled-back'
  /** Two checkpoints of one size were signed, with different roots. */
  | 'two-logs'
  /** A signature is not of the key that it names. */
  | 'checkpoint-forged'
  /** A key signed for which no earlier one vouches. */
  | 'key-unknown'
  /** The file of checkpoints is damaged. */
  | 'checkpoints-damaged'
  /** There are no checkpoints, or fewer than were published. */
  | 'checkpoints-missing'
  /** The file of public keys is damaged. */
  | 'keys-damaged'
  /** A segment was removed, and no record says so. */
  | 'removal-unrecorded'
  /** The key of a session is gone, and no record says that it was forgotten. */
  | 'session-key-missing';

/** One thing that is wrong, and where. */
export interface EvidenceProblem {
  readonly code: EvidenceCode;
  readonly reason: string;
  /** Number of the record in the log, from 0. */
  readonly record?: number;
  /** The last record that may be meant; absent when it is one. */
  readonly to?: number;
  /** Its id, where it could be read. */
  readonly id?: string;
  /** Name of the segment's file, and the byte in it. */
  readonly segment?: string;
  readonly offset?: number;
}

export interface EvidenceReport {
  readonly ok: boolean;
  /** The log's own name: origin of its checkpoints. */
  readonly origin?: string;
  /** Records that could be followed from the first on. */
  readonly records: number;
  readonly segments: number;
  /** Of how many of the first records only the leaf hash is there, as their segments were removed. */
  readonly removed: number;
  /** The first so many records are those that a trusted key signed. */
  readonly signed: number;
  /** Checkpoints that were looked at. */
  readonly checkpoints: number;
  /** Where trust in keys came from. */
  readonly trust: 'given' | 'folder' | 'none';
  /** Keys that were trusted in the end, as C2SP signed-note writes them. */
  readonly keys: readonly string[];
  /** Merkle tree hash and chain hash of the records, in hex. */
  readonly root: string;
  readonly chain: string;
  readonly problems: readonly EvidenceProblem[];
  /** What is worth knowing and not wrong. */
  readonly remarks: readonly string[];
}

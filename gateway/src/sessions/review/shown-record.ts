import type { MaskTally } from '../../pipeline/store-protocol.ts';
import type { PartName, RecordHeader } from '../record.ts';

/** A record as it was read, its parts decrypted. */
export interface StoredRecord {
  readonly header: RecordHeader;
  /** A part that was forgotten or left out is absent. */
  readonly parts: Partial<Record<PartName, Buffer>>;
}

/** What a reader may see of a record's content, and what was withheld and why (one sentence for people). */
export interface ShownRecord {
  readonly decision?: unknown;
  readonly operations?: unknown;
  readonly request?: unknown;
  readonly response?: unknown;
  /** What was masked in `response` as it is shown: for whoever asked, then for its reader. Absent where that is. */
  readonly masked?: readonly MaskTally[];
  /** Nothing was masked or withheld: each part may be shown to the byte. */
  readonly whole?: true;
  readonly withheld: readonly { readonly part: PartName; readonly reason: string }[];
}

/** One record as the scan of a log comes upon it. */
export interface LogEntry {
  /** Number in the log, from 0. */
  readonly index: number;
  /** Name of the segment's file. */
  readonly segment: string;
  /** Byte in it where the record's frame begins. */
  readonly offset: number;
  readonly leaf: Uint8Array;
  /** Absent where only the leaf hash stayed. A view that holds until the next entry. */
  readonly header?: Uint8Array;
  /** The whole record, header and sealed parts: a view as well. */
  readonly record?: Uint8Array;
  /** The header is as it was chained, and the rest of the record is not. */
  readonly partsDamaged?: true;
}

/** Where a scan had to stop. */
export interface LogBreak {
  readonly index: number;
  readonly segment: string;
  readonly offset: number;
  readonly reason: string;
  /** The file just ends inside a record: as a crash leaves it, or a copy made while somebody wrote. */
  readonly torn?: true;
  /** Id that stands in what is left of the record there. */
  readonly id?: string;
}

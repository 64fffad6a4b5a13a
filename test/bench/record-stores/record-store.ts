import type { RecordDraft } from '../../../gateway/src/sessions/record.ts';

/** Somewhere that records are written to. */
export interface RecordStore {
  /** Resolves when the record is as durable as it gets there. */
  append(draft: RecordDraft): Promise<void>;
  close(): Promise<void>;
}

/** One way to keep records, made in a folder of its own. */
export interface StoreKind {
  readonly name: string;
  open(folder: string): Promise<RecordStore>;
}

/** A record as a table takes it: what is looked at, and all of it. */
export const rowOf = ({ header, parts }: RecordDraft): readonly [string, string, string, Buffer] => [
  header.id,
  header.session,
  JSON.stringify(header),
  Buffer.concat(Object.values(parts).map((part) => Buffer.from(part))),
];

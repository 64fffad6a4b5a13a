import type { Placement } from '../log/segment-writer.ts';
import type { RecordHeader } from '../record.ts';
import { factsOf, type RecordFacts } from '../search/record-facts.ts';

/** What the index keeps of one record. */
export interface IndexEntry {
  readonly at: Placement;
  /** Bytes of the header. */
  readonly header: number;
  readonly id: string;
  readonly kind: RecordHeader['kind'];
  readonly session: string;
  readonly time: string;
  readonly who: RecordHeader['who'];
  readonly client: string | undefined;
  readonly connection: string;
  readonly store: string;
  readonly effect: RecordHeader['decision']['effect'];
  readonly outcome: RecordHeader['outcome'];
  readonly masked: boolean;
  /** Of a note: who made the session beside which it stands. */
  readonly noted: { readonly issuer: string; readonly subject: string; readonly name?: string } | undefined;
  /** What can be searched. */
  readonly facts: RecordFacts;
}

type Source = Omit<RecordHeader, 'parts' | 'v'>;

export const indexEntry = (from: Source, headerLength: number, at: Placement): IndexEntry => ({
  at,
  header: headerLength,
  id: from.id,
  kind: from.kind,
  session: from.session,
  time: from.time,
  who: from.who,
  client: from.client.session,
  connection: from.connection,
  store: from.store,
  effect: from.decision.effect,
  outcome: from.outcome,
  masked: from.masked.length > 0,
  noted: from.note?.of,
  facts: factsOf(from),
});

import type { PolicySet } from '@vectorgate/policy-schema';
import type { Actor } from '../sessions/evidence/own-record.ts';
import type { SeenDecision, SeenPart } from '../sessions/export/export-request.ts';
import { partNames } from '../sessions/parts/part-names.ts';
import type { PartName, RecordHeader } from '../sessions/record.ts';
import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import type { ShownRecord, StoredRecord } from '../sessions/review/shown-record.ts';
import type { Caller } from './caller.ts';
import { withoutRulePlaces } from './rule-places.ts';

/**
 * A header as a caller reads it: without names that are not for them; what policies that are not in force would do, and
 * places of rules, are for policy readers only.
 */
export const headerFor = (caller: Caller, rights: RecordReaderRights, header: RecordHeader): unknown => {
  if (caller.policyReader) return rights.names(header, header);
  const { canary: _, ...decision } = header.decision;
  return withoutRulePlaces(rights.names(header, { ...header, decision }));
};

/** Decisions name rules, and so does what a change of policies does, which stands in the request of its record. */
const hasRulePlaces = (name: PartName, { policy }: RecordHeader): boolean =>
  name === 'decision' || (name === 'request' && policy !== undefined);

/** The parts of a record as values, as far as a caller may see them, and what is withheld. */
export interface SeenValues extends Pick<ShownRecord, 'withheld' | 'masked'> {
  readonly values: Partial<Record<PartName, unknown>>;
  /** Of these, what is seen is other than what was recorded. */
  readonly changed: readonly PartName[];
}

/**
 * What a caller sees of the content of a decision that is there for them, whichever way they come to it: its page, an export, an
 * archive, a search for texts. `extract`: guards that mask more.
 */
export const seenValues =
  (
    caller: Caller,
    rights: RecordReaderRights,
    extract?: PolicySet,
  ): ((recorded: StoredRecord) => SeenValues) =>
  (recorded) => {
    const shown = rights.show(recorded, extract);
    const values: Partial<Record<PartName, unknown>> = {};
    const changed: PartName[] = [];
    for (const name of partNames) {
      const value = shown[name];
      if (value === undefined) continue;
      const seen =
        name === 'operations'
          ? rights.names(recorded.header, value)
          : hasRulePlaces(name, recorded.header) && !caller.policyReader
            ? withoutRulePlaces(value)
            : value;
      values[name] = seen;
      // Under a guard, what is shown may be other than what was recorded.
      if (shown.whole !== true || seen !== value) changed.push(name);
    }
    const { masked, withheld } = shown;
    return { values, changed, withheld, ...(masked !== undefined && { masked }) };
  };

/** The same as a file takes it: what is seen as it was recorded is taken to the byte. */
export const seenBy =
  (
    caller: Caller,
    rights: RecordReaderRights,
    extract?: PolicySet,
  ): ((recorded: StoredRecord) => SeenDecision) =>
  (recorded) => {
    const { values, changed, ...rest } = seenValues(caller, rights, extract)(recorded);
    const parts: Partial<Record<PartName, SeenPart>> = {};
    for (const name of partNames)
      if (values[name] !== undefined)
        parts[name] = changed.includes(name) ? { shown: values[name] } : 'recorded';
    return { header: (of) => headerFor(caller, rights, of), parts, ...rest };
  };

/** The caller as somebody who acts, for records and archives. */
export const actorOf = ({ identity: { issuer, subject, name, kind, groups } }: Caller): Actor['who'] => ({
  issuer,
  subject,
  ...(name !== undefined && { name }),
  kind,
  groups,
});

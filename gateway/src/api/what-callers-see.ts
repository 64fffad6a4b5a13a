import type { PolicySet } from '@vectorgate/policy-schema';
import type { Actor } from '../sessions/evidence/own-record.ts';
import type { SeenDecision, SeenPart } from '../sessions/export/export-request.ts';
import { partNames } from '../sessions/parts/part-names.ts';
import type { PartName, RecordHeader } from '../sessions/record.ts';
import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import type { StoredRecord } from '../sessions/review/shown-record.ts';
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

/**
 * What a caller sees of a decision that is there for them, whichever way they come to it: its page, an export, an archive.
 * `extract`: guards that mask more.
 */
export const seenBy =
  (
    caller: Caller,
    rights: RecordReaderRights,
    extract?: PolicySet,
  ): ((recorded: StoredRecord) => SeenDecision) =>
  (recorded) => {
    const shown = rights.show(recorded, extract);
    const parts: Partial<Record<PartName, SeenPart>> = {};
    for (const name of partNames) {
      const value = shown[name];
      if (value === undefined) continue;
      const seen =
        name === 'operations'
          ? rights.names(recorded.header, value)
          : hasRulePlaces(name, recorded.header) && !caller.policyReader
            ? withoutRulePlaces(value)
            : value;
      // Under a guard, what is shown may be other than what was recorded.
      parts[name] = shown.whole === true && seen === value ? 'recorded' : { shown: seen };
    }
    return { header: (of) => headerFor(caller, rights, of), parts, withheld: shown.withheld };
  };

/** The caller as somebody who acts, for records and archives. */
export const actorOf = ({ identity: { issuer, subject, name, kind, groups } }: Caller): Actor['who'] => ({
  issuer,
  subject,
  ...(name !== undefined && { name }),
  kind,
  groups,
});

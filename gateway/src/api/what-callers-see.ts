import type { RecordHeader } from '../sessions/record.ts';
import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import type { Caller } from './caller.ts';
import { withoutRulePlaces } from './rule-places.ts';

/** A header as a caller reads it: without names that are not for them, and places of rules for policy readers only. */
export const headerFor = (caller: Caller, rights: RecordReaderRights, header: RecordHeader): unknown => {
  const shown = rights.names(header, header);
  return caller.policyReader ? shown : withoutRulePlaces(shown);
};

import type { SeenDecision } from '../sessions/export/export-request.ts';
import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import { placeOf } from '../sessions/review/recorded-place.ts';
import type { StoredRecord } from '../sessions/review/shown-record.ts';
import type { Question } from './api-routes.ts';
import type { ApiParts } from './create-api.ts';
import { Looking } from './looking.ts';
import { seenBy } from './what-callers-see.ts';

/** A record that is there for the caller, and what of it they see. */
export interface LookedAtRecord {
  readonly record: StoredRecord;
  readonly seen: SeenDecision;
  readonly rights: RecordReaderRights;
}

/**
 * The record that a question names; that somebody else's was looked at is recorded before it is told. Throws `ApiError`
 * where there is none for this caller.
 */
export async function lookedAtRecord(
  question: Question,
  { reader, access, looks }: Pick<ApiParts, 'reader' | 'access' | 'looks'>,
): Promise<LookedAtRecord> {
  const { caller, id } = question;
  const looking = new Looking(question, { access, looks });
  const { rights } = looking;
  // Nothing is opened, and no time spent, for whoever may not see it.
  const header = await reader.getHeader(id);
  const record = header && rights.sees(header) ? await reader.getRecord(id) : undefined;
  if (record === undefined) throw await looking.nothing({ of: 'record', record: id });
  const seen = seenBy(caller, rights)(record);
  if (!rights.owns(record.header.who))
    await looking.took({
      look: { of: 'record', record: id },
      place: placeOf(record.header),
      told: { withheld: seen.withheld.map(({ part }) => part) },
    });
  return { record, seen, rights };
}

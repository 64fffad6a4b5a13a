import type { Archive } from '@vectorgate/policy-schema/archive';
import type { Note } from '../host/replay-notes.ts';
import { isObject } from '../records/is-object.ts';
import type { RecordHeader } from '../records/record-header.ts';

/** What the header of a note's record says of it; undefined where it is the record of something else. */
function notedIn(header: RecordHeader): { readonly record?: string } | undefined {
  const { note } = header;
  if (!isObject(note)) return undefined;
  return typeof note.record === 'string' ? { record: note.record } : {};
}

/** The note whose record that is; undefined where it is the record of something else. Its text is the record's request. */
export async function noteIn(archive: Archive, header: RecordHeader): Promise<Note | undefined> {
  const beside = notedIn(header);
  if (beside === undefined) return undefined;
  const { issuer, subject, name } = header.who;
  const record = await archive.record(header.id);
  const request = record?.request;
  const text = isObject(request) && typeof request.note === 'string' ? request.note : null;
  const why = record?.withheld.find(({ part }) => part === 'request')?.reason;
  return {
    id: header.id,
    time: header.time,
    who: { issuer, subject, ...(name !== undefined && { name }) },
    ...beside,
    text,
    ...(text === null && { why: why ?? 'Its text cannot be read.' }),
  };
}

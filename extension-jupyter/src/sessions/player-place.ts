import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { placeOfAddress, type SessionPlace } from '@vectorgate/client/session-link';

/** One session at a step of it; `compared` is the id of the session that it is compared with. */
export interface PlayerPlace extends SessionPlace {
  readonly compared?: string;
}

/** The place that a command's arguments name; undefined when they name none. */
export function placeOfArguments({
  session,
  record,
  compared,
}: ReadonlyPartialJSONObject): PlayerPlace | undefined {
  const place = placeOfAddress(`/session/${session}`, typeof record === 'string' ? `step=${record}` : '');
  if (place === undefined) return undefined;
  const other = placeOfAddress(`/session/${compared}`, '')?.session;
  return { ...place, ...(other !== undefined && { compared: other }) };
}

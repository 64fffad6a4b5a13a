import { isRecord, text, texts } from '../api/read-json.ts';
import { relative } from '../output/ago.ts';

/** Who the gateway says I am, in one line. */
export function describeMe(me: Readonly<Record<string, unknown>>, now: number): string {
  const identity = isRecord(me.identity) ? me.identity : {};
  const session = isRecord(me.session) ? me.session : {};
  const groups = texts(identity.groups);
  const reviews = texts(me.reviews);
  const expires = relative(text(session.expires), now);
  const parts = [
    text(identity.name) || text(identity.subject),
    groups.length > 0 ? `groups ${groups.join(', ')}` : 'no groups',
    ...(reviews.length > 0 ? [`reviews ${reviews.join(', ')}`] : []),
    ...(expires === '' ? [] : [`session ends ${expires}`]),
  ];
  return parts.join(' · ');
}

import type { RecordHeader } from '../sessions/record.ts';
import { ApiError } from './api-error.ts';
import type { Question } from './api-routes.ts';
import type { Caller } from './caller.ts';
import { withoutRulePlaces } from './rule-places.ts';
import type { Whose } from './session-reader.ts';
import { withoutLookedUp } from './without-looked-up.ts';

/** Whose records a list may hold: everybody's for reviewers who ask for it, else the caller's own. */
export const whose = ({ caller, query }: Pick<Question, 'caller' | 'query'>): Whose | undefined => {
  if (query.all === undefined) return { issuer: caller.identity.issuer, subject: caller.identity.subject };
  if (caller.reviewer) return undefined;
  throw new ApiError(
    403,
    'reviewers-only',
    'Only reviewers see the sessions of others.',
    'Leave out all=1 to see your own, or ask to be made a reviewer.',
  );
};

export const isOwn = ({ identity }: Caller, who: Whose): boolean =>
  identity.issuer === who.issuer && identity.subject === who.subject;

/** Names that were looked up for a caller who may not know them are for reviewers. */
export const namesFor = (caller: Caller, { decision }: RecordHeader, value: unknown): unknown =>
  decision.unseen === true && !caller.reviewer ? withoutLookedUp(value) : value;

export const headerFor = (caller: Caller, header: RecordHeader): unknown => {
  const shown = namesFor(caller, header, header);
  return caller.policyReader ? shown : withoutRulePlaces(shown);
};

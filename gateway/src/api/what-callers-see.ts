import type { Actor } from '../sessions/evidence/own-record.ts';
import type { See, SeenPart } from '../sessions/export/export-request.ts';
import { partNames } from '../sessions/parts/part-names.ts';
import type { PartName, RecordHeader } from '../sessions/record.ts';
import { ApiError } from './api-error.ts';
import type { Question } from './api-routes.ts';
import type { Caller } from './caller.ts';
import { withoutRulePlaces } from './rule-places.ts';
import type { Whose } from './session-reader.ts';
import type { ShowUnder } from './show-under.ts';
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

const isOwn = ({ identity }: Caller, who: Whose): boolean =>
  identity.issuer === who.issuer && identity.subject === who.subject;

/** Whether a caller may see the records of somebody: their own, or everybody's for reviewers. */
export const maySee = (caller: Caller, who: Whose): boolean => caller.reviewer || isOwn(caller, who);

/** Names that were looked up for a caller who may not know them are for reviewers. */
export const namesFor = (caller: Caller, { decision }: RecordHeader, value: unknown): unknown =>
  decision.unseen === true && !caller.reviewer ? withoutLookedUp(value) : value;

/** A header as its reader sees it: the very same where that is all of it. */
export const headerFor = (caller: Caller, header: RecordHeader): unknown => {
  const shown = namesFor(caller, header, header);
  return caller.policyReader ? shown : withoutRulePlaces(shown);
};

/**
 * What a caller sees of a decision, whichever way they come to it: its page, an export, an archive. `showUnder` has
 * applied the caller's own guards.
 */
export const seenBy =
  (caller: Caller, showUnder: ShowUnder): See =>
  async (recorded) => {
    const shown = await showUnder(caller.identity, recorded);
    const parts: Partial<Record<PartName, SeenPart>> = {};
    // Where something is withheld, what is left may be other than what was recorded.
    const isWhole = shown.withheld.length === 0;
    for (const name of partNames) {
      const value = shown[name];
      if (value === undefined) continue;
      const seen =
        name === 'operations'
          ? namesFor(caller, recorded.header, value)
          : name === 'decision' && !caller.policyReader
            ? withoutRulePlaces(value)
            : value;
      parts[name] = isWhole && seen === value ? 'recorded' : { shown: seen };
    }
    return { header: (of) => headerFor(caller, of), parts, withheld: shown.withheld };
  };

/** The caller as somebody who acts, for records and archives. */
export const actorOf = ({ identity: { issuer, subject, name, kind, groups } }: Caller): Actor['who'] => ({
  issuer,
  subject,
  ...(name !== undefined && { name }),
  kind,
  groups,
});

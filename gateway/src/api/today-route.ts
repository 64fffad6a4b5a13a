import { askedNoStore, type PolicySet } from '@vectorgate/policy-schema';
import { decideAgain, TodaySchema } from '@vectorgate/policy-schema/analyse';
import type { Configuration } from '../configuration/configuration.ts';
import type { ApiRoute } from './api-routes.ts';
import { askedIn } from './asked-in.ts';
import type { ApiParts } from './create-api.ts';
import { lookedAtRecord } from './looked-at-record.ts';
import { noQuery } from './open-api.ts';
import { peopleOf } from './people-of.ts';
import { recordFor } from './record-for.ts';
import { withoutRulePlaces } from './rule-places.ts';
import type { SearchBudget } from './search-budget.ts';

export interface TodayParts extends Pick<ApiParts, 'reader' | 'access' | 'looks'> {
  readonly configuration: Pick<Configuration, 'connections' | 'issuers'>;
  /** The policies in force. */
  readonly policy: () => PolicySet;
  readonly budget: SearchBudget;
}

/**
 * One recorded request under the policies in force. It is decided from what `/records/asked` tells of it, so it says
 * nothing of values; nothing is sent to a store, no rate is charged.
 */
export function todayRoute({ reader, access, looks, configuration, policy, budget }: TodayParts): ApiRoute {
  const people = peopleOf(configuration);
  return {
    path: '/records/:id/today',
    summary:
      'What the policies in force would decide of a recorded request, beside what was decided then; and what was asked, without values, to decide it by other policies.',
    query: noQuery,
    response: TodaySchema,
    answer: async (question) => {
      const { caller } = question;
      budget.charge(`${caller.identity.issuer}:${caller.identity.subject}`, 1, Date.now());
      const { record, seen, rights } = await lookedAtRecord(question, { reader, access, looks });
      const set = policy();
      const revision = set.revision.digest;
      const none = (reason: string) => ({ decided: null, reason, revision, ask: null, decision: null });
      const { connection } = record.header;
      if (askedNoStore(record.header))
        return none('This asked no store for anything, so no policy of stores decides it.');
      if (!people.has(connection))
        return none(`The connection ${connection} is no longer configured, so nobody can be told who asked.`);
      if (record.header.decision.unseen === true && !rights.reviews(record.header))
        return none('It named a collection by an id, and which one that is is not for you to know.');
      const ask = askedIn(record, rights, people.get(connection));
      if (ask === undefined)
        return none(
          seen.withheld[0]?.reason ?? 'Its content was forgotten, so what was asked is not known any more.',
        );
      const { decision } = recordFor(record, seen, ['decision']);
      const decided = decideAgain(set, { ask, recorded: decision, instant: Date.now() });
      return { decided: caller.policyReader ? decided : withoutRulePlaces(decided), revision, ask, decision };
    },
  };
}

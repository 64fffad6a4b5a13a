import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import type { Question } from './api-routes.ts';
import type { ApiParts } from './create-api.ts';
import { lookIntoRecords } from './look-into-records.ts';
import { LookTurns } from './look-turns.ts';
import { Looking } from './looking.ts';
import type { SearchBudget } from './search-budget.ts';
import { searchOf } from './search-of.ts';
import { seenValues } from './what-callers-see.ts';

/** What looking into requests costs, however much of it is found: as much as five counts. */
const lookedRows = 1_000;

/** All that is found within the bounds of one question. */
export const everything = { limit: Number.POSITIVE_INFINITY } as const;

export type LookedInto = Awaited<ReturnType<typeof lookIntoRecords>>;

/** What a question makes of the records that were found, and what of it the record of the look has. */
export interface Made<Answer> {
  readonly answer: Answer;
  readonly told: object;
}

interface LookAt<Answer> {
  readonly of: 'records' | 'facets';
  readonly page: { readonly limit: number; readonly cursor?: string | undefined };
  readonly make: (found: LookedInto, rights: RecordReaderRights) => Made<Answer> | Promise<Made<Answer>>;
}

/** Looks into requests for whoever asks, one after the other as their turns come. */
export class RequestLooks {
  readonly #parts: Pick<ApiParts, 'reader' | 'access' | 'looks'> & { readonly budget: SearchBudget };
  readonly #turns = new LookTurns();

  constructor(parts: Pick<ApiParts, 'reader' | 'access' | 'looks'> & { readonly budget: SearchBudget }) {
    this.#parts = parts;
  }

  /**
   * Looks into requests, as the caller is shown them, once their turn has come: with the rights of then, as what came into force
   * meanwhile binds, and at its cost then, not when there is none. What is made of it is recorded before it is there.
   */
  into<Answer>(
    question: Question,
    { of, page, make }: LookAt<Answer>,
  ): Promise<{ readonly answer: Answer; readonly looking: Looking }> {
    const { reader, access, looks, budget } = this.#parts;
    const { caller } = question;
    const subject = `${caller.identity.issuer}:${caller.identity.subject}`;
    return this.#turns.take(subject, async () => {
      const looking = new Looking(question, { access, looks });
      const search = searchOf(question, await looking.scope(of), { texts: true });
      budget.charge(subject, lookedRows, Date.now());
      const { rights } = looking;
      const see = seenValues(caller, rights);
      const { answer } = await looking.through(
        of,
        async (begin) => make(await lookIntoRecords({ reader, see, search, begin, ...page }), rights),
        ({ told }) => told,
      );
      return { answer, looking };
    });
  }
}

import { GateError } from '../errors/gate-error.ts';
import type { Look } from '../sessions/review/look.ts';
import type { RecordAccess } from '../sessions/review/record-access.ts';
import type { EndLook, Looker, LookTaken, RecordLooks } from '../sessions/review/record-looks.ts';
import type { ReadScope, RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import { ApiError } from './api-error.ts';
import type { Question } from './api-routes.ts';
import { noSuch } from './no-such.ts';

const ulid = /^[0-9A-HJKMNP-TV-Z]{26}$/;

const noReviewer = new ApiError(
  403,
  'reviewers-only',
  'No rule lets you look at the records of others.',
  'Leave out all=1 to see your own, or ask the owner of a policy for a rule that permits you the operation review.',
);

const notesForReviewers = new ApiError(
  403,
  'reviewers-only',
  'No rule lets you review this: notes are written and read by those who may.',
  'Ask the owner of a policy for a rule that permits you the operation review.',
);

/** What one caller looks at, of their own and of others; of others it is recorded before it is told. */
export class Looking {
  readonly rights: RecordReaderRights;
  readonly #question: Question;
  readonly #looks: RecordLooks;

  constructor(question: Question, { access, looks }: { access: RecordAccess; looks: RecordLooks }) {
    this.#question = question;
    this.#looks = looks;
    this.rights = access.of(question.caller.identity);
  }

  /** What a list may hold: one's own, and with `all=1` what rules open of others. Throws for whom none opens anything. */
  async scope(
    of: 'sessions' | 'records' | 'facets',
  ): Promise<Omit<ReadScope, 'review'> & Partial<ReadScope>> {
    const { whose, review } = this.rights.scope();
    if (this.#question.query.all === undefined) return { whose };
    if (this.rights.mayReview) return { whose, review };
    await this.#refuse({ of });
    throw noReviewer;
  }

  /** Records a list that holds what is of others. */
  async listed(of: 'sessions' | 'records' | 'facets', told?: object): Promise<void> {
    const { all, ...asked } = this.#question.query;
    if (all !== undefined) await this.took({ look: { of }, asked, ...(told && { told }) });
  }

  /**
   * Does what opens records of others for a list. That it begins is recorded by `begin`, which the work awaits before the first
   * of them is opened and after the search asked which places there are; how it ended, before its result is there.
   */
  async through<Result>(
    of: 'records' | 'facets',
    work: (begin: () => Promise<void>) => Promise<Result>,
    told: (result: Result) => object,
  ): Promise<Result> {
    const { all, ...asked } = this.#question.query;
    if (all === undefined) return work(async () => {});
    let end: EndLook | undefined;
    const begin = async (): Promise<void> => {
      end = await tell(this.#looks.begun(this.#looker, this.rights, { look: { of }, asked }));
    };
    let result: Result;
    try {
      result = await work(begin);
    } catch (error) {
      await end?.();
      throw error;
    }
    if (end === undefined) throw new Error('records were looked into without a record of it');
    await end(told(result));
    return result;
  }

  /** Records a look at what is of somebody else. */
  async took(taken: LookTaken): Promise<void> {
    await tell(this.#looks.taken(this.#looker, this.rights, taken));
  }

  /** What is not there for this caller, whether or not it is there for others. */
  async nothing(look: Look & { readonly of: 'record' | 'session' }): Promise<ApiError> {
    if (ulid.test(this.#question.id)) await this.#refuse(look);
    return noSuch(look.of);
  }

  /** What the caller may see, as their own, and not review. */
  async notReviewed(look: Look): Promise<ApiError> {
    await this.#refuse(look);
    return notesForReviewers;
  }

  async #refuse(look: Look): Promise<void> {
    await tell(this.#looks.refused(this.#looker, this.rights, look));
  }

  get #looker(): Looker {
    return { verified: this.#question.caller, client: this.#question.client };
  }
}

async function tell<Written>(recording: Promise<Written>): Promise<Written> {
  try {
    return await recording;
  } catch (error) {
    const code = error instanceof GateError ? error.code : '';
    if (code !== 'review-rate-exceeded' && code !== 'refusals-exhausted') throw error;
    throw new ApiError(429, code, (error as GateError).message, 'Wait a little, and ask again.');
  }
}

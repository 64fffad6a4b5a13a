import { ApiError } from './api-error.ts';
import { MinuteBudget } from './minute-budget.ts';

const perMinute = 12_000;

/**
 * How much one subject may ask of the records within a minute, in rows that were asked for; each kind of question has its
 * price before anything is looked for, and what is refused costs nothing. What was found does not count: else somebody could
 * tell from the rest how much there is of others.
 */
export class SearchBudget extends MinuteBudget {
  constructor() {
    super(
      perMinute,
      (seconds) =>
        new ApiError(
          429,
          'too-many-searches',
          `So many records were asked for within the minute: ${perMinute.toLocaleString('en')} is the most.`,
          `Ask again in ${seconds} s, or narrow the query and take fewer pages.`,
        ),
    );
  }
}

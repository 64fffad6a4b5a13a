import { BodyBudget } from './body-budget.ts';
import { UndeliveredAnswers } from './undelivered-answers.ts';

/** Request bodies that may lie in memory at once, in bytes, over all callers. */
const bufferedBytes = 512 * 2 ** 20;
/** Bytes of long answers that may wait in memory for their callers to take them. */
const undeliveredBytes = 512 * 2 ** 20;

/** What all engines of one listener may keep in memory together. */
export interface EngineMemory {
  readonly requests: BodyBudget;
  readonly answers: UndeliveredAnswers;
}

/** Memory for requests of at most `requestBytes` each. */
export const engineMemory = (requestBytes: number): EngineMemory => ({
  requests: new BodyBudget(Math.max(bufferedBytes, 2 * requestBytes)),
  answers: new UndeliveredAnswers(undeliveredBytes),
});

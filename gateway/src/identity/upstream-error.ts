import { GateError } from '../errors/gate-error.ts';

/** `refused`: the provider says no to this person. `unavailable`: it does not answer, or answers what it should not. */
export type UpstreamProblem = 'refused' | 'unavailable' | 'no-refresh-token';

/** The company's provider did not do what was asked. The message is for people and quotes nothing it said. */
export class UpstreamError extends GateError {
  readonly problem: UpstreamProblem;

  constructor(problem: UpstreamProblem, message: string, options?: { cause?: unknown }) {
    super(`provider-${problem}`, message, {}, options);
    this.problem = problem;
  }
}

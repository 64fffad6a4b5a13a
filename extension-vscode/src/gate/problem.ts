/** A readable failure: what happened, and what to do next. */
export interface Problem {
  /** Stable. */
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

/** A problem of a code of its own on its way to whoever shows it. */
export class GateProblem extends Error implements Problem {
  readonly code: string;
  readonly next: string;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options);
    this.name = 'GateProblem';
    this.code = problem.code;
    this.next = problem.next;
  }
}

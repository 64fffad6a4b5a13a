import type { Problem } from './status.ts';

/** A failed request to our endpoints, with words to show. */
export class ServerProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.message, options);
    this.name = 'ServerProblem';
    this.problem = problem;
  }

  /** Reads the `{error: {code, message, next}}` that our endpoints answer with; anything else is named by its status. */
  static fromAnswer(status: number, text: string): ServerProblem {
    try {
      const { error } = JSON.parse(text) as { error?: Partial<Problem> };
      if (typeof error?.message === 'string')
        return new ServerProblem({
          code: error.code ?? 'refused',
          message: error.message,
          next: error.next ?? '',
        });
    } catch {
      // Not ours: a proxy's page, or a server without the extension.
    }
    return new ServerProblem({
      code: 'extension_missing',
      message: `the Jupyter server does not know VectorGate's endpoints (HTTP ${status}).`,
      next: 'Install vectorgate-jupyter in the environment that runs the Jupyter server, and restart it.',
    });
  }
}

import { GateError } from '../errors/gate-error.ts';

/** One thing wrong with a configuration file. Lines and columns are 1-based. */
export interface ConfigurationProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly remedy: string;
}

/** The configuration cannot be used; `message` is ready to be shown to a person. */
export class ConfigurationError extends GateError {
  readonly problems: readonly ConfigurationProblem[];

  constructor(file: string, problems: readonly ConfigurationProblem[], options?: { cause?: unknown }) {
    const lines = problems.map((p) => `${file}:${p.line}:${p.column}  ${p.message}\n    ${p.remedy}`);
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(
      'configuration',
      `VectorGate cannot start: ${count} in the configuration.\n${lines.join('\n')}`,
      {},
      options,
    );
    this.problems = problems;
  }
}

import type { RecordedStep } from './recorded-step.ts';
import type { Recording } from './recording.ts';

/** So many of the calls that were not answered are kept, the last ones: a loop may make millions. */
const mostKept = 1_000;

/** A call that the recording does not answer. */
export interface UnmatchedCall {
  /** Method and path, without the query. */
  readonly call: string;
  readonly why: string;
  /** Decision id of the closest recorded step. */
  readonly closest?: string;
}

/** What became of a run in the sandbox. */
export interface SandboxReport {
  readonly steps: number;
  readonly answered: number;
  /** Calls that got the last answer of a step once more. */
  readonly again: number;
  readonly notAsked: readonly {
    readonly step: number;
    readonly decision: string;
    readonly asked: string;
    /** Why it could not have been answered. */
    readonly missing?: string;
  }[];
  /** How many calls were not answered. */
  readonly notAnswered: number;
  /** The last thousand of them. */
  readonly notRecorded: readonly UnmatchedCall[];
}

/** Counts while a program runs. */
export class SandboxTally {
  readonly #answered = new Set<RecordedStep>();
  #unmatched: UnmatchedCall[] = [];
  #notAnswered = 0;
  readonly #changed: () => void;
  #again = 0;

  /** `changed` is told of each call. */
  constructor(changed: () => void = () => {}) {
    this.#changed = changed;
  }

  answered(step: RecordedStep, again: boolean): void {
    this.#answered.add(step);
    if (again) this.#again += 1;
    this.#changed();
  }

  unmatched(method: string, target: string, why: string, closest?: RecordedStep): void {
    this.#notAnswered += 1;
    // Let go in batches: each call costs the same, however many there were.
    if (this.#unmatched.length >= 2 * mostKept) this.#unmatched = this.#unmatched.slice(-mostKept);
    this.#unmatched.push({
      call: `${method} ${target.split('?')[0]}`,
      why,
      ...(closest !== undefined && { closest: closest.id }),
    });
    this.#changed();
  }

  report(recording: Recording): SandboxReport {
    return {
      steps: recording.steps.length,
      answered: this.#answered.size,
      again: this.#again,
      notAsked: recording.steps
        .filter((step) => !recording.wasAsked(step))
        .map(({ number, id, asked, missing }) => ({
          step: number,
          decision: id,
          asked,
          ...(missing !== undefined && { missing }),
        })),
      notAnswered: this.#notAnswered,
      notRecorded: this.#unmatched.slice(-mostKept),
    };
  }
}

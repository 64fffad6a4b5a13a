import type { ComparedRow } from '../../compare/compare-sessions.ts';
import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import type { ReplayHost } from '../../host/replay-host.ts';
import type { Step } from '../../records/step.ts';
import type { StepContent } from '../player/step-content.ts';
import { StepContents } from '../player/step-contents.ts';

/** What the steps of an open row hold; a side that has no step there is absent. */
export interface PairContent {
  readonly before?: StepContent;
  readonly now?: StepContent;
}

/** The row of two sessions that is open: its records are asked for when somebody opens it, not before. */
export class OpenedPair {
  readonly #changed: () => void;
  #contents: StepContents | undefined;
  row: ComparedRow | undefined;
  content: PairContent | undefined;
  trouble: Trouble | undefined;

  /** `changed` hears when something else is to be drawn. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** From now on records come from there. */
  readFrom(host: ReplayHost): void {
    this.#contents = new StepContents((id) => host.getRecord(id));
    this.close();
  }

  close(): void {
    this.row = undefined;
    this.content = undefined;
    this.trouble = undefined;
  }

  async open(row: ComparedRow): Promise<void> {
    this.row = row;
    this.content = undefined;
    this.trouble = undefined;
    this.#changed();
    const read = async (step: Step | undefined): Promise<StepContent | undefined> =>
      step === undefined ? undefined : this.#contents?.get(step.header.id);
    try {
      const [before, now] = await Promise.all([read(row.before), read(row.now)]);
      if (this.row !== row) return;
      this.content = { ...(before !== undefined && { before }), ...(now !== undefined && { now }) };
    } catch (error) {
      if (this.row !== row) return;
      this.trouble = troubleOf(error);
    }
    this.#changed();
  }
}

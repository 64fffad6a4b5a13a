import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import type { ReplayHost } from '../../host/replay-host.ts';
import type { StepContent } from './step-content.ts';
import { StepContents } from './step-contents.ts';

/** What the step that shows holds. */
export class ShownStep {
  readonly #changed: () => void;
  #contents: StepContents | undefined;
  #wanted: string | undefined;
  content: StepContent | undefined;
  trouble: Trouble | undefined;

  /** `changed` hears when something else is to be drawn. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** From now on records come from there. */
  readFrom(host: ReplayHost): void {
    this.#contents = new StepContents((id) => host.getRecord(id));
    this.clear();
  }

  clear(): void {
    this.#wanted = undefined;
    this.content = undefined;
    this.trouble = undefined;
  }

  /** Shows a record. `after` tells the one that is likely to be wanted next. */
  async show(record: string | undefined, after: () => string | undefined): Promise<void> {
    this.#wanted = record;
    if (record === undefined || this.#contents === undefined) return;
    if (this.content?.record.header.id === record) return;
    try {
      const content = await this.#contents.get(record);
      if (this.#wanted !== record) return;
      this.content = content;
      this.trouble = undefined;
      const next = after();
      if (next !== undefined) this.#contents.prepare(next);
    } catch (error) {
      if (this.#wanted !== record) return;
      this.content = undefined;
      this.trouble = troubleOf(error);
    }
    this.#changed();
  }
}

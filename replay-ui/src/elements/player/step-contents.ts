import type { RecordContent } from '../../records/record-content.ts';
import { type StepContent, stepContent } from './step-content.ts';

/** Steps whose content is kept: going back and forth asks for nothing, a long session fills no memory. */
const most = 8;

/** The content of steps, asked for once; the one after the one that shows is asked for before it is needed. */
export class StepContents {
  readonly #ask: (record: string) => Promise<RecordContent>;
  readonly #kept = new Map<string, Promise<StepContent>>();

  constructor(ask: (record: string) => Promise<RecordContent>) {
    this.#ask = ask;
  }

  get(record: string): Promise<StepContent> {
    let content = this.#kept.get(record);
    if (content === undefined) {
      content = this.#ask(record).then(stepContent);
      // A failure is not kept: looking again asks again.
      content.catch(() => this.#kept.delete(record));
    } else this.#kept.delete(record);
    this.#kept.set(record, content);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= most) break;
      this.#kept.delete(oldest);
    }
    return content;
  }

  prepare(record: string): void {
    if (!this.#kept.has(record)) void this.get(record).catch(() => undefined);
  }
}

import { askOf } from './ask-of.ts';
import { isRecordedAsk } from './is-recorded-ask.ts';
import type { RecordedAsk } from './recorded.ts';

/** Keeps one of those that are alike, so that what is decided once is known. */
export class AskTable {
  readonly #known = new Map<string, RecordedAsk>();
  readonly #places = new Map<RecordedAsk, number>();

  /** The one that is kept. */
  one(ask: RecordedAsk): RecordedAsk {
    const key = JSON.stringify(ask);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, ask);
    this.#places.set(ask, this.#places.size);
    return ask;
  }

  /** The one that is kept of what somebody sent. Undefined: it is nothing that was asked. */
  read(value: unknown): RecordedAsk | undefined {
    return isRecordedAsk(value) ? this.one(askOf(value)) : undefined;
  }

  /** Its place among those that are kept, from 0. */
  place(ask: RecordedAsk): number {
    return this.#places.get(this.one(ask))!;
  }

  get size(): number {
    return this.#known.size;
  }

  all(): readonly RecordedAsk[] {
    return [...this.#known.values()];
  }
}

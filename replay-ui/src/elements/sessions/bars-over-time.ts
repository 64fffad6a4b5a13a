import { effectMark } from '../../records/effect-mark.ts';
import type { FoundRecord } from '../../records/record-header.ts';
import type { SessionSummary } from '../../records/session-summary.ts';
import { type Bar, type Dated, histogram } from '../../timeline/histogram.ts';

const most = 40;
/** So many rows are drawn before they are counted. */
const countedLater = 5_000;

/** Bars over time of what a list holds. Of a long list the rows show first. */
export class BarsOverTime {
  readonly #changed: () => void;
  readonly #later: (then: () => void) => void;
  #items: readonly unknown[] | undefined;
  #bars: readonly Bar[] | undefined = [];

  /** `changed` hears when bars that were to be counted are; `later` does something once the rows are drawn. */
  constructor(changed: () => void, later: (then: () => void) => void) {
    this.#changed = changed;
    this.#later = later;
  }

  /** The bars of a list; undefined: they are still to be counted. */
  of(items: readonly (SessionSummary | FoundRecord)[]): readonly Bar[] | undefined {
    if (items === this.#items) return this.#bars;
    this.#items = items;
    const count = (): void => {
      this.#bars = histogram(items.map(dated), most);
    };
    if (items.length < countedLater) count();
    else {
      this.#bars = undefined;
      this.#later(() => {
        if (items !== this.#items) return;
        count();
        this.#changed();
      });
    }
    return this.#bars;
  }
}

const dated = (item: SessionSummary | FoundRecord): Dated =>
  'started' in item
    ? {
        at: Date.parse(item.started),
        count: 1,
        refused: item.refused > 0 ? 1 : 0,
        masked: item.refused === 0 && item.masked > 0 ? 1 : 0,
      }
    : {
        at: Date.parse(item.time),
        count: 1,
        refused: ['deny', 'approve'].includes(effectMark(item).kind) ? 1 : 0,
        masked: effectMark(item).kind === 'mask' ? 1 : 0,
      };

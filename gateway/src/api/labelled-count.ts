import type { ObservableResult } from '@opentelemetry/api';

/** A count for each set of labels. Labels come from few words: connections, classes, effects, codes. */
export class LabelledCount<Label extends string> {
  readonly #counts = new Map<string, { readonly labels: Readonly<Record<Label, string>>; count: number }>();

  /** Counts one more. `labels` has its keys in the same order each time. */
  add(labels: Readonly<Record<Label, string>>): void {
    let place = '';
    for (const label in labels) place += `${labels[label]}\n`;
    const known = this.#counts.get(place);
    if (known === undefined) this.#counts.set(place, { labels, count: 1 });
    else known.count += 1;
  }

  /** Tells every count since the start. */
  tell(result: ObservableResult): void {
    for (const { labels, count } of this.#counts.values()) result.observe(count, labels);
  }
}

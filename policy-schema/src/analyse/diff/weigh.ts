import type { RecordedAsk, RecordedRequest } from '../replay/recorded.ts';
import { inputOf } from '../replay/recorded-input.ts';
import type { DiffRow } from './diff-row.ts';

/** How much was asked lately of what a row tells of. */
export interface RowTraffic {
  readonly requests: number;
  readonly people: number;
}

/** Counts recorded requests for each row, in their order. */
export async function weigh(
  rows: readonly DiffRow[],
  requests: AsyncIterable<RecordedRequest> | Iterable<RecordedRequest>,
): Promise<readonly RowTraffic[]> {
  const counts = rows.map(() => ({ requests: 0, people: new Set<string>() }));
  const known = new Map<RecordedAsk, readonly number[]>();
  for await (const { ask, time } of requests) {
    let told = known.get(ask);
    if (told === undefined) {
      const input = inputOf(ask, time);
      told = rows.flatMap((row, i) => (ask.operations.some((_, at) => row.covers(input, at)) ? [i] : []));
      known.set(ask, told);
    }
    for (const i of told) {
      counts[i]!.requests++;
      counts[i]!.people.add(`${ask.who.issuer}:${ask.who.subject}`);
    }
  }
  return counts.map(({ requests: count, people }) => ({ requests: count, people: people.size }));
}

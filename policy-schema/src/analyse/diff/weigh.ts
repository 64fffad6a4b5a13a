import type { RecordedAsk, RecordedOperation, RecordedRequest } from '../replay/recorded.ts';
import { inputOf } from '../replay/recorded-input.ts';
import type { DiffRow } from './diff-row.ts';

/** How much was asked lately of what a row tells of. */
export interface RowTraffic {
  readonly requests: number;
  readonly people: number;
}

/** Recorded requests beside the rows of a permission diff. */
export interface Weighing {
  /** In the order of the rows. */
  readonly rows: readonly RowTraffic[];
  /** How many were looked at, whether a row tells of them or not. */
  readonly requests: number;
  /** Milliseconds since the epoch, of the first and the last of them; undefined where there is none. */
  readonly first: number | undefined;
  readonly last: number | undefined;
}

/** What permits imply follows from any access to a place, but not from how much of it may be asked for or is shown. */
const mayTell = ({ aspect, operations }: DiffRow, { implied }: RecordedOperation): boolean =>
  implied === undefined ||
  aspect === 'access' ||
  operations.includes(implied === 'describe' ? 'describe' : 'connect and list');

/** Counts recorded requests for each row, in whatever order they come. */
export async function weigh(
  rows: readonly DiffRow[],
  requests: AsyncIterable<RecordedRequest> | Iterable<RecordedRequest>,
): Promise<Weighing> {
  const counts = rows.map(() => ({ requests: 0, people: new Set<string>() }));
  const known = new Map<RecordedAsk, readonly number[]>();
  let [looked, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for await (const { ask, time } of requests) {
    looked++;
    first = Math.min(first, time);
    last = Math.max(last, time);
    let told = known.get(ask);
    if (told === undefined) {
      const input = inputOf(ask, time);
      told = rows.flatMap((row, i) =>
        ask.operations.some((one, at) => mayTell(row, one) && row.covers(input, at)) ? [i] : [],
      );
      known.set(ask, told);
    }
    for (const i of told) {
      counts[i]!.requests++;
      counts[i]!.people.add(`${ask.who.issuer}:${ask.who.subject}`);
    }
  }
  return {
    rows: counts.map(({ requests: count, people }) => ({ requests: count, people: people.size })),
    requests: looked,
    ...(looked === 0 ? { first: undefined, last: undefined } : { first, last }),
  };
}

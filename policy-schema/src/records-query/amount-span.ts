import type { Amount } from './records-query.ts';

/** From one amount to another, both in it. */
export type Span = readonly [low: number, high: number];

/** The amounts that are asked for. What a record does not tell counts as -1, and is in no span. */
export function spanOf(amount: Amount): Span {
  switch (amount.is) {
    case '..':
      return [amount.from, amount.to];
    case '>':
      return [amount.value + 1, Number.POSITIVE_INFINITY];
    case '>=':
      return [amount.value, Number.POSITIVE_INFINITY];
    case '<':
      return [0, amount.value - 1];
    case '<=':
      return [0, amount.value];
    default:
      return [amount.value, amount.value];
  }
}

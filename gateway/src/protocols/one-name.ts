import type { Operation } from '@vectorgate/policy-schema';

/** The store's name of what was asked; undefined where a request asked for several kinds of thing, or for none. */
export function oneName(operations: readonly Operation[]): string | undefined {
  const [first, ...more] = operations;
  return more.every(({ name }) => name === first?.name) ? first?.name : undefined;
}

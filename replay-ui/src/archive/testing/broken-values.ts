/** What stands in a place for another thing: some are no text by `String` either, or look like what is wanted. */
const others: readonly unknown[] = [7, null, 'x', [], {}, { toString: 7 }, [{ toString: 7 }], { length: 3 }];

/** Everything that one gets by putting something else in one place of a value of JSON, or by leaving a member out. */
export function* brokenValues(value: unknown): Generator<unknown> {
  yield* others;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) yield Object.fromEntries(Object.entries(value).filter(([one]) => one !== key));
    for (const other of brokenValues(inner))
      yield Array.isArray(value)
        ? value.map((one, at) => (String(at) === key ? other : one))
        : { ...value, [key]: other };
  }
}

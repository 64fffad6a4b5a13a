/** A vector that is there as numbers; undefined for what a record keeps only the digest of, and for what is none. */
export const vectorOf = (value: unknown): readonly number[] | undefined =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => typeof item === 'number' && Number.isFinite(item))
    ? (value as readonly number[])
    : undefined;

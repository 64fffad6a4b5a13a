/** Whether it is a JSON object. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value when it is text, else "". */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The value when it is a number, else 0. */
export const count = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The objects of a list; none when it is no list. */
export const records = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** The texts of a list; none when it is no list. */
export const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];

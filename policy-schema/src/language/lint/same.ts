/** How pieces of data are written, each found once: one rule is compared with many. */
const known = new WeakMap<object, string>();

function written(data: object): string {
  const text = known.get(data) ?? JSON.stringify(data);
  known.set(data, text);
  return text;
}

/** Whether two pieces of plain data, which nothing changes any more, are written alike. */
export const same = (a: object, b: object): boolean => written(a) === written(b);

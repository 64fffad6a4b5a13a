/** Whether a parsed value holds an integer that a JavaScript number cannot tell from its neighbours. */
export function hasRoundedNumber(value: unknown): boolean {
  const left: unknown[] = [value];
  while (left.length > 0) {
    const inner = left.pop();
    if (typeof inner === 'number' && Number.isInteger(inner) && !Number.isSafeInteger(inner)) return true;
    if (typeof inner === 'object' && inner !== null)
      for (const item of Array.isArray(inner) ? inner : Object.values(inner)) left.push(item);
  }
  return false;
}

/** Whether lists and objects are nested deeper than that; looks without nesting calls itself. */
export function isDeeperThan(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    const next: unknown[] = [];
    for (const inner of level) {
      if (typeof inner !== 'object' || inner === null) continue;
      for (const item of Array.isArray(inner) ? inner : Object.values(inner))
        if (typeof item === 'object' && item !== null) next.push(item);
    }
    level = next;
  }
  return false;
}

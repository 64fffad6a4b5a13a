export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** The lines of two short texts beside each other: what both have, in order, is told once. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')];
  // Longest common lines from every pair of places on.
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] =
        a[i] === b[j] ? 1 + common[i + 1]![j + 1]! : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  const found: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ sign: ' ', line: a[i]! });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || common[i + 1]![j]! >= common[i]![j + 1]!))
      found.push({ sign: '-', line: a[i++]! });
    else found.push({ sign: '+', line: b[j++]! });
  }
  return found;
}

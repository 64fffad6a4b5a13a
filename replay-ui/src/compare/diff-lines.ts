/** One line of a comparison: on both sides, or on one. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** A comparison, and whether it was cut because the texts are too long to be compared line by line. */
export interface Diff {
  readonly lines: readonly DiffLine[];
  readonly same: boolean;
  readonly cut: boolean;
}

const mostLines = 2_000;

/** Compares two texts by lines: the longest common subsequence between their common beginning and end. */
export function diffLines(before: string, after: string): Diff {
  if (before === after)
    return { same: true, cut: false, lines: before.split('\n').slice(0, mostLines).map(sameLine) };
  const a = before.split('\n');
  const b = after.split('\n');
  const cut = a.length > mostLines || b.length > mostLines;
  const left = a.slice(0, mostLines);
  const right = b.slice(0, mostLines);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  )
    end++;
  const middle = common(left.slice(start, left.length - end), right.slice(start, right.length - end));
  return {
    same: false,
    cut,
    lines: [...left.slice(0, start).map(sameLine), ...middle, ...left.slice(left.length - end).map(sameLine)],
  };
}

const sameLine = (text: string): DiffLine => ({ kind: 'same', text });

function common(left: readonly string[], right: readonly string[]): DiffLine[] {
  const width = right.length + 1;
  // lengths[i * width + j]: of the longest common subsequence of what begins at i and j.
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        left[i] === right[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push(sameLine(left[i]!));
      i++;
      j++;
    } else if (
      j >= right.length ||
      (i < left.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)
    )
      lines.push({ kind: 'removed', text: left[i++]! });
    else lines.push({ kind: 'added', text: right[j++]! });
  }
  return lines;
}

import type { DiffLine } from './diff-lines.ts';

/** One row of two texts beside each other; a side that has no line there is absent. */
export interface DiffRow {
  readonly before?: string;
  readonly now?: string;
  /** Both sides have the same line. */
  readonly same: boolean;
}

/** Puts the lines of a comparison beside each other: what was taken away stands beside what came in its place. */
export function sideBySide(lines: readonly DiffLine[]): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  const flush = (): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      const [before, now] = [removed[at], added[at]];
      rows.push({
        same: false,
        ...(before !== undefined && { before }),
        ...(now !== undefined && { now }),
      });
    }
    removed = [];
    added = [];
  };
  for (const { kind, text } of lines) {
    if (kind === 'removed') removed.push(text);
    else if (kind === 'added') added.push(text);
    else {
      flush();
      rows.push({ before: text, now: text, same: true });
    }
  }
  flush();
  return rows;
}

import { printable } from '@vectorgate/policy-schema/printable';

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** The widest that it may be; longer cells end in "…". The last column without one takes what is left. */
  readonly widest?: number;
  readonly right?: boolean;
}

const width = 80;
const gap = 2;
const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, Math.max(0, most - 1))}…` : text;

/** Rows as lines of at most 80 characters. What a terminal would obey stands in them as its escape. */
export function table(columns: readonly Column[], cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(printable));
  const widths = columns.map(({ title, widest = width }, index) =>
    Math.min(widest, Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length))),
  );
  const open = columns.findIndex((column) => column.widest === undefined);
  const over = widths.reduce((sum, one) => sum + one, gap * (columns.length - 1)) - width;
  if (open >= 0 && over > 0)
    widths[open] = Math.max(columns[open]?.title.length ?? 0, (widths[open] ?? 0) - over);
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ right }, index) => {
        const most = widths[index] ?? 0;
        const text = cut(cells[index] ?? '', most);
        return right ? text.padStart(most) : text.padEnd(most);
      })
      .join(' '.repeat(gap))
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)].map((text) => `${text}\n`).join('');
}

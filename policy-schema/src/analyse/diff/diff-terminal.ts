import type { DiffRow } from './diff-row.ts';
import {
  blocksOf,
  changeText,
  diffSummary,
  placeOf,
  ruleName,
  rulesToShow,
  trafficText,
  weighingText,
} from './diff-texts.ts';
import type { PermissionDiff } from './permission-diff.ts';
import type { Weighing } from './weigh.ts';

const width = 80;

/** Breaks a text at blanks, each line behind the same margin. */
function wrapped(text: string, margin: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && margin.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one) => `${margin}${one}\n`).join('');
}

/** A text behind a word, its further lines below its first. */
const hanging = (word: string, text: string): string => {
  const margin = ' '.repeat(12);
  return `  ${word.padEnd(10)}${wrapped(text, margin).slice(margin.length)}`;
};

/** A permission diff for a terminal. */
export function diffTerminal(
  diff: PermissionDiff,
  weighed: { readonly weighing: Weighing; readonly over: string } | undefined,
): string {
  const tell = (rows: readonly DiffRow[]): string => {
    const [first] = rows as [DiffRow, ...DiffRow[]];
    const own = weighed?.weighing.rows[diff.rows.indexOf(first)];
    const rules = rulesToShow(rows, diff).map((rule) => `${ruleName(rule)} ${rule.file}:${rule.line}`);
    return [
      wrapped(`${first.who.join('; ')}: ${first.operations.join(', ')}`, ''),
      wrapped(`on ${placeOf(first)}`, '  '),
      ...rows.map((row) => hanging(row.kind, changeText(row))),
      hanging(
        'by',
        `${rules.join(', ')}${first.exact ? '' : ' (at most: there are too many rules to tell)'}`,
      ),
      ...(own === undefined ? [] : [hanging('asked', trafficText(own))]),
    ].join('');
  };
  const told = (edge: boolean): string =>
    blocksOf(diff.rows.filter((row) => row.edge === edge))
      .map(tell)
      .join('\n');
  const aside = told(true);
  const by = weighed === undefined ? '' : wrapped(`${weighingText(weighed.weighing, weighed.over)}.`, '');
  const more =
    aside === '' ? '' : `\nOnly for callers, targets or operations that are not ordinary:\n\n${aside}`;
  return `${told(false)}${more}${diff.rows.length > 0 ? '\n' : ''}${diffSummary(diff)}.\n${by}`;
}

import {
  byOrderText,
  type ComparedRow,
  countsText,
  differenceWords,
  masksOf,
  rowKind,
  type SessionsCompared,
  type SessionTotals,
} from '@vectorgate/replay-ui/compare';
import { askedNumbers, askedText, type Step } from '@vectorgate/replay-ui/records';
import { relative } from '../output/ago.ts';
import { printable } from '../output/printable.ts';
import { coloured, type Terminal } from '../output/terminal.ts';
import { colourOf } from './effect-colour.ts';
import { wrapped } from './wrapped.ts';

/** Numbers of steps, as `sessions show` counts them, by the ids of their records. */
export type StepNumbers = ReadonlyMap<string, number>;

const signs = { same: '=', 'only-before': '−', 'only-now': '+' } as const;

/** Two sessions beside each other, in lines of at most 80 characters. `first`: with what each of them begins. */
export function comparisonText(
  compared: SessionsCompared,
  first: readonly [before: Step | undefined, now: Step | undefined],
  numbers: StepNumbers,
  terminal: Terminal,
): string {
  const { rows, before, now, best } = compared;
  const width = widest(numbers);
  const lines = [
    ...heading('before', first[0], before, terminal),
    ...heading('now', first[1], now, terminal),
    ...wrapped(rows.length === 0 ? 'Neither has a step.' : `${countsText(compared)}.`, ''),
    ...(best ? [] : wrapped(byOrderText, '')),
    ...only('only before', before),
    ...only('only now', now),
    ...(rows.length === 0 ? [] : ['']),
    ...rows.flatMap((row) => rowLines(row, numbers, width, terminal)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** How many digits the largest number has. One argument for each would be more than a call takes. */
function widest(numbers: StepNumbers): number {
  let largest = 0;
  for (const number of numbers.values()) if (number > largest) largest = number;
  return String(largest).length;
}

function heading(
  word: string,
  step: Step | undefined,
  totals: SessionTotals,
  terminal: Terminal,
): readonly string[] {
  const { steps, refused, masked } = totals;
  const counts = `${steps.toLocaleString('en')} ${steps === 1 ? 'step' : 'steps'}, ${refused} refused, ${masked} masked`;
  const whose =
    step === undefined ? [] : [step.header.who.name ?? step.header.who.subject, step.header.connection];
  const when = step === undefined ? [] : [relative(step.header.time, terminal.now())];
  const [begin = '', ...rest] = wrapped(printable([...whose, counts, ...when].join(' · ')), '        ');
  return [`${word.padEnd(8)}${begin.trimStart()}`, ...rest];
}

const only = (word: string, totals: SessionTotals): readonly string[] =>
  (['collections', 'rules', 'masks'] as const).flatMap((part) => {
    const names = totals.only[part];
    return names.length === 0 ? [] : wrapped(printable(`${part} ${word}: ${names.join(', ')}`), '');
  });

function rowLines(
  row: ComparedRow,
  numbers: StepNumbers,
  width: number,
  terminal: Terminal,
): readonly string[] {
  const kind = rowKind(row);
  const sign = kind === 'same' || kind === 'only-before' || kind === 'only-now' ? signs[kind] : '≠';
  const number = (step: Step | undefined): string =>
    String(step === undefined ? '' : (numbers.get(step.header.id) ?? '')).padStart(width);
  const place = `${sign}  ${number(row.before)}  ${number(row.now)}  `;
  const indent = ' '.repeat(place.length);
  const told = (step: Step, word: string): readonly string[] =>
    wrapped(printable(`${word}${stepText(step)}`), indent);
  const { before, now, differs } = row;
  if (before === undefined || now === undefined || differs.length === 0) {
    const step = before ?? now;
    return step === undefined ? [] : placed(place, told(step, ''), colourOf(step.mark.sign), terminal);
  }
  const [head = '', ...more] = wrapped(differs.map((one) => differenceWords[one]).join(', '), indent);
  return [
    coloured(terminal, 'yellow', `${place}${head.trimStart()}`),
    ...more,
    ...told(before, 'before '),
    ...told(now, 'now    '),
  ];
}

function placed(
  place: string,
  [first = '', ...rest]: readonly string[],
  colour: ReturnType<typeof colourOf>,
  terminal: Terminal,
): readonly string[] {
  const line = `${place}${first.trimStart()}`;
  return [colour === undefined ? line : coloured(terminal, colour, line), ...rest];
}

/** `⊘ refused: search customer-cases, top-k 1000; limit-exceeded, analysts-read`. */
function stepText({ header, mark }: Step): string {
  const { decision, changes } = header;
  const because = [
    decision.code ?? '',
    ...decision.rules.map(({ rule }) => rule),
    ...changes,
    ...masksOf(header),
  ];
  const asked = [askedText(header), ...askedNumbers(header)].join(', ');
  const why = because.filter(Boolean).join(', ');
  return `${mark.sign} ${mark.word} ${asked}${why === '' ? '' : `; ${why}`}`;
}

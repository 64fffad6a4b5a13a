import type { ExpectedRow } from './expected.ts';
import { type Persona, personas } from './personas.ts';

/** Numbers for the runner: each person's call is one test. */
export interface TableCount {
  readonly passed: number;
  readonly failed: number;
}

const callWidth = 24;
const whoWidth = 17;
const lineWidth = 80;

/** Words in lines no wider than `width`. */
const wrap = (words: string, width: number): readonly string[] => {
  const lines = [''];
  for (const word of words.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** Expected against seen, one row per call; people to whom the same happened share a line. */
export function printTable(
  rows: readonly ExpectedRow[],
  seen: (call: string, persona: Persona) => string,
  out: (text: string) => void,
): TableCount {
  let passed = 0;
  let failed = 0;
  const line = (call: string, who: string, what: string): void =>
    out(`${call.padEnd(callWidth)}${who.padEnd(whoWidth)}${what}`.trimEnd());
  line('call', 'person', 'expected = seen');
  for (const { call, title, expected } of rows) {
    const groups = new Map<string, Persona[]>();
    for (const persona of personas) {
      const saw = seen(call, persona);
      const isRight = saw === expected[persona];
      if (isRight) passed += 1;
      else failed += 1;
      const words = isRight ? `✓ ${saw}` : `✗ expected ${expected[persona]}; seen ${saw}`;
      groups.set(words, [...(groups.get(words) ?? []), persona]);
    }
    const titles = wrap(title, callWidth - 2);
    const entries = [...groups].flatMap(([words, who]) => {
      const whoLines = wrap(who.join(', '), whoWidth - 2);
      const wordLines = wrap(words, lineWidth - callWidth - whoWidth);
      return Array.from({ length: Math.max(whoLines.length, wordLines.length) }, (_, index) => [
        whoLines[index] ?? '',
        wordLines[index] ?? '',
      ]);
    });
    out('─'.repeat(lineWidth));
    for (let index = 0; index < Math.max(titles.length, entries.length); index++) {
      const [who = '', what = ''] = entries[index] ?? [];
      line(titles[index] ?? '', who, what);
    }
  }
  return { passed, failed };
}

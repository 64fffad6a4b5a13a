import { isRecord, records, text } from '../api/read-json.ts';
import { relative } from '../output/ago.ts';
import { coloured, type Terminal } from '../output/terminal.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';
import { askedOf, becauseOf, effectOf } from './describe-record.ts';

const colours = { '⊘': 'red', '✗': 'red', '?': 'red', '▒': 'yellow', '✓': 'green' } as const;
const colourOf = (effect: string) => Object.entries(colours).find(([sign]) => effect.startsWith(sign))?.[1];

/** Text in lines of at most 80 characters, each after the indent. */
const wrapped = (words: string, indent: string): string => {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + 1 + word.length <= 80)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `${indent}${line}\n`).join('');
};

/** `vectorgate sessions show ID`: what happened in a session, step by step. */
export async function sessionsShow(id: string, options: CommonOptions, terminal: Terminal): Promise<void> {
  const found = await (await signedInApi(options)).session(id);
  print(terminal, options, found, () => {
    const session = isRecord(found.session) ? found.session : {};
    const who = isRecord(session.who) ? session.who : {};
    const head = `${text(who.name) || text(who.subject)} · ${text(session.connection)} · started ${relative(text(session.started), terminal.now())}\n`;
    // The gateway lists the latest first; a story is told from its beginning.
    const story = records(found.records).toSorted((a, b) => (text(a.id) < text(b.id) ? -1 : 1));
    const steps = story.map((record) => {
      const effect = effectOf(record);
      const colour = colourOf(effect);
      const sign = effect.padEnd(17);
      const because = becauseOf(record);
      return [
        `\n${text(record.time).slice(11, 19)}  ${colour ? coloured(terminal, colour, sign) : sign}  ${askedOf(record)}\n`,
        because && wrapped(because, '          '),
        coloured(terminal, 'dim', `          decision ${text(record.id)}\n`),
      ].join('');
    });
    return head + steps.join('');
  });
}

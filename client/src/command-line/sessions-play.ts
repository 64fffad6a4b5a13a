import { printable } from '@vectorgate/policy-schema/printable';
import { isRecord, text } from '../api/read-json.ts';
import { placeOfText } from '../links/session-link.ts';
import { coloured, type Terminal } from '../output/terminal.ts';
import { colourOf } from '../replay/effect-colour.ts';
import { playOnScreen } from '../replay/play-on-screen.ts';
import { stepLines } from '../replay/step-lines.ts';
import { readStory, type Story } from '../replay/story.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';
import { effectOf } from './describe-record.ts';

/** `Ana Ruiz · insights · 14 steps`. */
export function storyHeading({ session, steps, earlier }: Story): string {
  const who = isRecord(session.who) ? session.who : {};
  const told = `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
  return printable(
    [
      text(who.name) || text(who.subject),
      text(session.connection),
      earlier > 0 ? `the last ${told}, ${earlier.toLocaleString('en')} before them left out` : told,
    ].join(' · '),
  );
}

/**
 * `vectorgate sessions play ID`: a session step by step, by keys. Where input or output is no terminal the steps are printed
 * one after the other.
 */
export async function sessionsPlay(named: string, options: CommonOptions, terminal: Terminal): Promise<void> {
  const api = await signedInApi(options, terminal);
  const { session: id, record: at } = placeOfText(named) ?? { session: named };
  const story = await readStory(api, id);
  const heading = storyHeading(story);
  if (terminal.screen !== undefined && !options.json && story.steps.length > 0) {
    const from = Math.max(
      0,
      story.steps.findIndex((step) => step.id === at),
    );
    await playOnScreen(story, heading, from, (record) => api.record(record), terminal, terminal.screen);
    return;
  }
  if (!options.json) terminal.out(`${heading}\n`);
  for (const [at, header] of story.steps.entries()) {
    const record = await api.record(text(header.id));
    // One JSON text a step: a session may be longer than what fits into one.
    print(terminal, options, record, () => {
      const [first = '', ...rest] = stepLines(record);
      const colour = colourOf(effectOf(header));
      const place = coloured(terminal, 'dim', `step ${at + 1} of ${story.steps.length}`);
      return `\n${place}\n${[colour ? coloured(terminal, colour, first) : first, ...rest].join('\n')}\n`;
    });
  }
}

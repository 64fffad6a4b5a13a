import { isRecord, text } from '../api/read-json.ts';
import { relative } from '../output/ago.ts';
import { coloured, type Terminal } from '../output/terminal.ts';
import { colourOf } from '../replay/effect-colour.ts';
import { stepLines } from '../replay/step-lines.ts';
import { type Story, storyOf } from '../replay/story.ts';
import { wrapped } from '../replay/wrapped.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';
import { askedOf, becauseOf, effectOf } from './describe-record.ts';
import { recordNamed } from './record-named.ts';
import { storyHeading } from './sessions-play.ts';

export interface ShowOptions extends CommonOptions {
  /** Number of a step, from 1. */
  readonly step?: number;
}

/**
 * `vectorgate sessions show ID`: what happened in a session, step by step; one of its steps as a whole; or, by a link of an
 * editor's or the id that a refusal ends with, that one.
 */
export async function sessionsShow(named: string, options: ShowOptions, terminal: Terminal): Promise<void> {
  const found = await recordNamed(await signedInApi(options, terminal), named, options.step);
  if ('session' in found)
    return print(terminal, options, found.session, () => storyText(storyOf(found.session), terminal));
  const { record } = found;
  print(terminal, options, record, () => {
    const [first = '', ...rest] = stepLines(record);
    const colour = colourOf(first);
    return `${[colour ? coloured(terminal, colour, first) : first, ...rest].join('\n')}\n`;
  });
}

function storyText(story: Story, terminal: Terminal): string {
  const started = text(isRecord(story.session) ? story.session.started : '');
  const head = `${storyHeading(story)} · started ${relative(started, terminal.now())}\n`;
  const places = String(story.steps.length).length;
  const indent = ' '.repeat(places + 2);
  const steps = story.steps.map((record, at) => {
    const effect = effectOf(record);
    const colour = colourOf(effect);
    const sign = colour ? coloured(terminal, colour, effect) : effect;
    const [asked = '', ...more] = wrapped(askedOf(record), ' '.repeat(places + 14 + effect.length));
    const because = becauseOf(record);
    return [
      `\n${String(at + 1).padStart(places)}  ${text(record.time).slice(11, 19)}  ${sign}  ${asked.trimStart()}\n`,
      ...more.map((line) => `${line}\n`),
      ...(because ? wrapped(because, indent).map((line) => `${line}\n`) : []),
      coloured(terminal, 'dim', `${indent}decision ${text(record.id)}\n`),
    ].join('');
  });
  const one = `\nOne as a whole: vectorgate sessions show ${text(story.session.id)} --step 1\n`;
  return head + steps.join('') + (story.steps.length === 0 ? '' : one);
}

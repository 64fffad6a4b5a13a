import type { GatewayApi } from '../api/gateway-api.ts';
import { isRecord, text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { placeOfText } from '../links/session-link.ts';
import { relative } from '../output/ago.ts';
import { coloured, type Terminal } from '../output/terminal.ts';
import { colourOf } from '../replay/effect-colour.ts';
import { stepLines } from '../replay/step-lines.ts';
import { type Story, storyOf } from '../replay/story.ts';
import { wrapped } from '../replay/wrapped.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';
import { askedOf, becauseOf, effectOf } from './describe-record.ts';
import { storyHeading } from './sessions-play.ts';

type Json = Readonly<Record<string, unknown>>;

export interface ShowOptions extends CommonOptions {
  /** Number of a step, from 1. */
  readonly step?: number;
}

/** The session of that id; undefined when there is none. */
const sessionOr = (api: GatewayApi, id: string): Promise<Json | undefined> =>
  api.session(id).catch((error: unknown) => {
    if (error instanceof ClientError && error.code === 'not-found') return undefined;
    throw error;
  });

/**
 * `vectorgate sessions show ID`: what happened in a session, step by step; one of its steps as a whole; or, by a link of an
 * editor's or the id that a refusal ends with, that one.
 */
export async function sessionsShow(named: string, options: ShowOptions, terminal: Terminal): Promise<void> {
  const api = await signedInApi(options);
  const { session: id, record } = placeOfText(named) ?? { session: named };
  const found = record === undefined ? await sessionOr(api, id) : undefined;
  const told = (record: Json): void =>
    print(terminal, options, record, () => {
      const [first = '', ...rest] = stepLines(record);
      const colour = colourOf(first);
      return `${[colour ? coloured(terminal, colour, first) : first, ...rest].join('\n')}\n`;
    });
  // Refusals end with the id of a decision, not of a session.
  if (found === undefined) return told(await api.record(record ?? id));
  const story = storyOf(found);
  if (options.step === undefined) return print(terminal, options, found, () => storyText(story, terminal));
  const step = story.steps[options.step - 1];
  if (step === undefined)
    throw new ClientError(
      'not-found',
      `The session has no step ${options.step}.`,
      `Give a number from 1 to ${story.steps.length}.`,
    );
  told(await api.record(text(step.id)));
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

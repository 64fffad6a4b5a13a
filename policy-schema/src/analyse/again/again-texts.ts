import { kindText } from '../replay/kind-text.ts';
import type { UnsureReason } from '../replay/replay-tally.ts';
import type { DecidedAgain, Verdict } from './again.ts';

const words = {
  allow: 'allowed',
  deny: 'refused',
  'require-approval': 'needs approval',
} as const satisfies Record<Verdict['effect'], string>;

/** An effect as a word, with its code where there is one. */
export const verdictText = ({ effect, code }: Verdict): string =>
  code === undefined ? words[effect] : `${words[effect]}: ${code}`;

/** One sentence: whether it would be as it was. */
export function againSummary({ before, now, changes, otherRules, unsure }: DecidedAgain): string {
  if (now === undefined) return 'This cannot be decided again.';
  if (unsure === 'written-values') return 'It cannot be told whether this would be as it was.';
  if (unsure === 'refused-by-gate')
    return `The policies would say: ${verdictText(now)}. Then it was not policy that refused.`;
  const perhaps = unsure === undefined ? '' : ', as far as it can be told';
  if (changes.length > 0) return `This would be otherwise${perhaps}.`;
  if (before === undefined) return `The effect would be the same${perhaps}.`;
  return otherRules
    ? `It would come to the same${perhaps}, by other rules.`
    : `This would be decided as it was${perhaps}.`;
}

/** What would be otherwise, as a verb and what it is about. */
export const againChange = ({ kind, what }: DecidedAgain['changes'][number]): string =>
  kind === 'allowed' ? `${kindText[kind]}, then ${what}` : `${kindText[kind]}: ${what}`;

/** What is to be known beside it; empty when nothing is. */
export function againNotes({ before, unsure }: DecidedAgain): readonly string[] {
  return [
    ...(unsure === undefined ? [] : [oneOf[unsure]]),
    ...(before === undefined && unsure !== 'not-understood'
      ? ['What was owed then is not shown to you, so masks and filters are not compared.']
      : []),
    'Rates and budgets are not counted in. It is decided as if it were asked now.',
  ];
}

/** The reasons of reports, of one request. */
const oneOf: Readonly<Record<UnsureReason, string>> = {
  'not-understood': 'The request was not understood then, so there is nothing to decide.',
  'refused-by-gate': 'It was refused by the gate (a rate, or what it could not read) and not by policy.',
  'written-values':
    'It wrote something under a required filter: whether it lies within depends on values, which are not taken along.',
  'claims-not-recorded':
    'The caller’s claims are not in what is shown of it: rules that ask for them are taken as unknown.',
};

import { Check } from 'typebox/schema';
import * as Type from 'typebox/type';
import { askOf } from '../replay/ask-of.ts';
import type { RecordedAsk } from '../replay/recorded.ts';
import { RecordedAskSchema } from '../replay/recorded-schema.ts';
import type { DecidedAgain } from './again.ts';

const strict = { additionalProperties: false } as const;
const effect = Type.Union([Type.Literal('allow'), Type.Literal('deny'), Type.Literal('require-approval')]);

const RuleSchema = Type.Object(
  {
    policy: Type.String(),
    rule: Type.String(),
    file: Type.Optional(Type.String({ description: 'For policy readers.' })),
    line: Type.Optional(Type.Integer()),
    side: Type.Optional(Type.Union([Type.Literal('base'), Type.Literal('head')])),
  },
  strict,
);

const VerdictSchema = Type.Object(
  {
    effect,
    code: Type.Optional(Type.String()),
    rules: Type.Array(RuleSchema),
    masks: Type.Array(Type.Object({ field: Type.String(), as: Type.String() }, strict)),
    filter: Type.Array(Type.String(), { description: 'Fields of the filter that is added.' }),
    topK: Type.Optional(Type.Number()),
  },
  strict,
);

const DecidedAgainSchema = Type.Object(
  {
    before: Type.Optional(VerdictSchema),
    now: Type.Optional(VerdictSchema),
    changes: Type.Array(
      Type.Object({ kind: Type.String(), what: Type.String(), rule: Type.Optional(RuleSchema) }, strict),
    ),
    otherRules: Type.Boolean(),
    unsure: Type.Optional(Type.String({ description: 'Why it cannot be told for certain.' })),
  },
  strict,
);

/** One recorded request under the policies that a gateway has in force, as its API tells it. */
export const TodaySchema = Type.Object(
  {
    decided: Type.Union([DecidedAgainSchema, Type.Null()], {
      description: 'Then, and by the policies in force now. Null: the reason says why not.',
    }),
    reason: Type.Optional(Type.String({ description: 'Why it is not told, for people.' })),
    revision: Type.String({ description: 'Digest of the policies in force.' }),
    ask: Type.Union([RecordedAskSchema, Type.Null()], {
      description: 'What was asked, without a value of the data, for deciding it by other policies.',
    }),
    decision: Type.Unknown({ description: 'What was decided then, as far as it is shown; null where not.' }),
  },
  strict,
);

/** What a gateway's API says of one recorded request under the policies in force. */
export interface Today {
  readonly decided: DecidedAgain | null;
  readonly reason?: string;
  readonly revision: string;
  readonly ask: RecordedAsk | null;
  readonly decision: unknown;
}

/** Reads such an answer; undefined when it is none. */
export function readToday(value: unknown): Today | undefined {
  if (!Check(TodaySchema, value)) return undefined;
  const today = value as unknown as Today;
  return { ...today, ask: today.ask && askOf(today.ask) };
}

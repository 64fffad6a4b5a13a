import type { DecisionCode, MaskMethod } from '../../decide/decision.ts';
import { choice } from '../choice.ts';
import { mapOf } from '../map-of.ts';
import { listOf, literal } from '../names.ts';
import * as Type from '../type.ts';

/** What a decision may come to. */
export const effectWord = (description: string) =>
  choice<'allow' | 'deny' | 'require-approval'>(description, {
    allow: 'permitted, with what the guards ask',
    deny: 'refused',
    'require-approval': 'held for an approval',
  });

const code = choice<DecisionCode>('The code of the refusal.', {
  'no-permit': 'nothing permits it',
  denied: 'a rule denies it',
  'limit-exceeded': 'it asks for more than a limit',
  'filter-claim-missing': 'a filter needs a claim that the sign-in does not carry',
  'masked-field-referenced': 'it refers to a field that is masked for the caller',
  'masked-field-written': 'it writes a field that is masked for the caller',
  'written-outside-filter': 'what it writes lies outside of the required filter',
  'approval-unavailable': 'it needs an approval',
  'guard-would-be-shed': 'it would rename a collection out of a guard',
  'rate-exceeded': 'too many operations in a time; charged by the gateway, never seen in a test',
});

const none = (description: string) => Type.Literal('none', { description });

const conjunction = (description: string) =>
  mapOf(
    Type.Union([
      Type.String({ maxLength: 1000, description: 'The field equals this.' }),
      Type.Number({ description: 'The field equals this.' }),
      Type.Boolean({ description: 'The field equals this.' }),
      Type.Array(literal(), { minItems: 1, maxItems: 1000, description: 'The field is one of these.' }),
    ]),
    { minProperties: 1, description },
  );

const method = choice<MaskMethod | 'none'>('What is done to the field.', {
  none: 'nothing: the field is delivered as it is',
  redact: 'replaced by a mark',
  partial: 'all but the ends hidden',
  hash: 'replaced by a keyed hash',
  tokenize: 'replaced by a token',
  nullify: 'replaced by null',
  drop: 'left out',
});

const keep = (end: string) =>
  Type.Optional(
    Type.Integer({ minimum: 1, maximum: 64, description: `Characters at the ${end} that stay.` }),
  );

const way = Type.Object(
  {
    method: choice<MaskMethod>('What is done to the field.', {
      redact: 'replaced by a mark',
      partial: 'all but the ends hidden',
      hash: 'replaced by a keyed hash',
      tokenize: 'replaced by a token',
      nullify: 'replaced by null',
      drop: 'left out',
    }),
    keepFirst: keep('beginning'),
    keepLast: keep('end'),
    detectors: Type.Optional(
      listOf('A detector.', 'What is masked inside of the text. Left out: the whole value.'),
    ),
  },
  { additionalProperties: false, title: 'ExpectedMask', description: 'How a field is masked.' },
);

/** What a test expects of a decision. Only what it names is compared. */
export const expectationSchema = Type.Object(
  {
    effect: effectWord('What is decided.'),
    code: Type.Optional(code),
    rules: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 256, description: 'A rule’s id, or POLICY/ID.' }), {
        maxItems: 1000,
        uniqueItems: true,
        description:
          'The deciding rules, all of them, in any order: of a refusal the one that refuses, or [] when no rule permits; else the permits and guards that apply.',
      }),
    ),
    filter: Type.Optional(
      Type.Union(
        [
          none('No filter is added.'),
          conjunction('Fields that must all hold.'),
          Type.Array(conjunction('Fields that must all hold.'), {
            minItems: 1,
            maxItems: 100,
            description: 'Several, of which one must hold.',
          }),
        ],
        {
          description: 'The filter that is added: none, field to value (all must hold), or a list of those.',
        },
      ),
    ),
    masks: Type.Optional(
      Type.Union(
        [
          none('Nothing is masked.'),
          mapOf(
            Type.Union([
              method,
              way,
              Type.Array(way, { minItems: 1, maxItems: 100, description: 'One entry for each way.' }),
            ]),
            {
              minProperties: 1,
              description: 'Field path to how it is masked. Other fields are not compared.',
            },
          ),
        ],
        { description: 'How fields are delivered: none, or field to method.' },
      ),
    ),
    limits: Type.Optional(
      Type.Object(
        {
          topK: Type.Optional(
            Type.Union([Type.Integer({ minimum: 1, maximum: 1_000_000_000 }), none('It is left as asked.')], {
              description: 'What a search is lowered to, or none.',
            }),
          ),
          rates: Type.Optional(
            Type.Array(
              Type.String({
                pattern: '^[1-9][0-9]{0,8}/(s|min|h|day)$',
                description: 'Operations per time, e.g. 60/min.',
              }),
              { maxItems: 100, description: 'The rates that are charged, in any order; [] for none.' },
            ),
          ),
        },
        {
          additionalProperties: false,
          minProperties: 1,
          title: 'ExpectedLimits',
          description: 'What is lowered and charged.',
        },
      ),
    ),
    message: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1000,
        description: 'A text that the refusal’s two lines hold.',
      }),
    ),
    visible: Type.Optional(
      mapOf(Type.Boolean(), {
        minProperties: 1,
        description: 'Of a listing: collection to whether it is shown.',
      }),
    ),
    monitored: Type.Optional(
      choice<'none' | 'allow' | 'deny' | 'require-approval'>(
        'What would be decided with the monitored rules, when that differs.',
        {
          none: 'monitored rules make no difference',
          allow: 'it would be permitted',
          deny: 'it would be refused',
          'require-approval': 'it would be held for an approval',
        },
      ),
    ),
  },
  { additionalProperties: false, title: 'Expectation', description: 'What the decision is to be.' },
);

export type Expectation = Type.Static<typeof expectationSchema>;
export type ExpectedMask = Type.Static<typeof way>;

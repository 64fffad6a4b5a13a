import type { DetectorName, MaskMethod } from '../decide/decision.ts';
import { choice, choiceOr } from './choice.ts';
import { listOf } from './names.ts';
import { patternName } from './pattern-schema.ts';
import * as Type from './type.ts';

const path =
  'A field path such as `email` or `address.city`, or $id, $document, $uri, $vector, $vector.NAME, $score.';

const words: Readonly<Record<DetectorName, string>> = {
  email: 'e-mail addresses',
  phone: 'telephone numbers',
  'credit-card': 'card numbers that satisfy Luhn',
  iban: 'account numbers that satisfy mod 97',
  'us-ssn': 'United States social security numbers',
  ip: 'IPv4 and IPv6 addresses',
  'person-name': 'names of people, by context (made for English text; other languages in part)',
  place: 'towns, regions and countries, by context (made for English text; other languages in part)',
  'street-address': 'street addresses, with the town that stands behind',
};

/** The detectors that are built in. */
export const detectorNames = Object.keys(words) as readonly DetectorName[];

const detector = choiceOr(
  'What to look for in text: a detector, or the name of a pattern.',
  words,
  patternName('The name of a pattern under `spec.patterns` of any policy.'),
);

const keep = (end: string) =>
  Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 64,
      description: `How many characters at the ${end} \`partial\` leaves.`,
    }),
  );

export const maskEntrySchema = Type.Object(
  {
    fields: Type.Union(
      [
        listOf(path, 'The fields to mask.'),
        Type.Literal('all', {
          description: 'Every field, tomorrow’s too, and $document, $uri and $vector; not $id and $score.',
        }),
      ],
      { description: 'Which fields: a list of paths, or all.' },
    ),
    except: Type.Optional(listOf(path, 'With `fields: all`: the fields that stay as they are.')),
    method: choice<MaskMethod>('What is done to a field on its way out.', {
      redact: 'replaced by a mark',
      partial: 'all but the ends hidden; at most a third of a value shows',
      hash: 'replaced by a short keyed hash, the same for the same value on every connection: shows what is equal',
      tokenize:
        'replaced by a token, the same for the same value everywhere on one connection, and another on every other: values can be joined, and not traced to other stores',
      nullify: 'replaced by null, or by what is empty for its type',
      drop: 'left out',
    }),
    keepFirst: keep('beginning'),
    keepLast: keep('end'),
    detectors: Type.Optional(
      Type.Array(detector, {
        minItems: 1,
        uniqueItems: true,
        description: 'Mask only what these find in text. Absent: the whole value.',
      }),
    ),
    filterable: Type.Optional(
      Type.Boolean({
        description: 'True: reads may still filter, order or group by the field. Default: false.',
      }),
    ),
  },
  {
    additionalProperties: false,
    title: 'MaskEntry',
    description: 'Fields and what is done to them on their way out.',
  },
);

export type MaskEntry = Type.Static<typeof maskEntrySchema>;

export const maskSchema = Type.Array(maskEntrySchema, {
  minItems: 1,
  maxItems: 100,
  description: 'What is hidden in answers.',
});

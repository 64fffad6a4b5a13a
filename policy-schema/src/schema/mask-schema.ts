import { type Static, Type } from 'typebox';
import type { DetectorName, MaskMethod } from '../decide/decision.ts';
import { choice } from './choice.ts';
import { listOf } from './names.ts';

const path =
  'A field path such as `email` or `address.city`, or $id, $document, $uri, $vector, $vector.NAME, $score.';

const detector = choice<DetectorName>('What to look for in text.', {
  email: 'e-mail addresses',
  phone: 'telephone numbers',
  'credit-card': 'card numbers that satisfy Luhn',
  iban: 'account numbers that satisfy mod 97',
  'us-ssn': 'United States social security numbers',
  ip: 'IPv4 and IPv6 addresses',
});

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
      hash: 'replaced by a keyed hash, the same for the same value',
      tokenize: 'replaced by a token that can be turned back (not available in this version)',
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

export type MaskEntry = Static<typeof maskEntrySchema>;

export const maskSchema = Type.Array(maskEntrySchema, {
  minItems: 1,
  maxItems: 100,
  description: 'What is hidden in answers.',
});

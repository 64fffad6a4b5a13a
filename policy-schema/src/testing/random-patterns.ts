import fc from 'fast-check';

/** Characters that patterns and texts share, so that they meet: letters with odd cases, pairs, edges of sets, spaces. */
const letters = [
  'a',
  'b',
  'A',
  'k',
  'K',
  '\u212a',
  's',
  'ſ',
  'ß',
  'ẞ',
  'İ',
  'ı',
  'é',
  'É',
  'Ǆ',
  'ǅ',
  '1',
  '_',
  '-',
];
const others = [
  '\u00a0',
  '\u3000',
  '\ufeff',
  '\ufffd',
  '\ue000',
  '\ud7ff',
  '😀',
  '😁',
  '\u{10400}',
  '\u{10428}',
  '\u{10ffff}',
];

export const text = fc
  .array(fc.constantFrom(...letters, ...letters, ...others, ' ', '\n', '\t'), { maxLength: 24 })
  .map((parts) => parts.join(''));

const single = fc
  .constantFrom(...letters, ...others, '\\x41', '\\.', '\\n')
  .map((one) => (one === '-' ? '\\-' : one));
const classes = fc.constantFrom('\\d', '\\w', '\\D', '\\W', '\\s', '\\S');
const range = fc.constantFrom(
  'a-k',
  'A-Z',
  'À-ÿ',
  '😀-\u{1f6ff}',
  '\ud7f0-\ufff0',
  '\u{10000}-\u{10ffff}',
  'k-😁',
);
const set = fc
  .tuple(
    fc.constantFrom('', '', '^'),
    fc.array(fc.oneof(single, classes, range), { minLength: 1, maxLength: 3 }),
  )
  .map(([not, members]) => `[${not}${members.join('')}]`);
const atom = fc.oneof(
  { weight: 5, arbitrary: single.map((one) => (one === '\\-' ? '-' : one)) },
  set,
  classes,
  fc.constant('.'),
);
const edge = fc.constantFrom('^', '$', '\\b', '\\B');
const often = ['', '', '', '', '', '', '+', '+?', '{2}', '{1,3}', '{2,}', '{1,20}', '{2,3}?'];
const maybe = ['?', '*', '*?', '??', '{0,2}?', '{0,3}'];

/** Patterns of the whole grammar; some are not accepted. */
export const pattern: fc.Arbitrary<string> = fc.letrec<{ choice: string; sequence: string; item: string }>(
  (tie) => ({
    choice: fc
      .array(tie('sequence'), { minLength: 1, maxLength: 3, size: 'small' })
      .map((parts) => parts.join('|')),
    sequence: fc
      .array(tie('item'), { minLength: 1, maxLength: 3, size: 'small' })
      .map((parts) => parts.join('')),
    item: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      {
        weight: 6,
        arbitrary: fc.tuple(atom, fc.constantFrom(...often, ...maybe)).map((parts) => parts.join('')),
      },
      { weight: 1, arbitrary: edge },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom('(', '(?:'), tie('choice'), fc.constantFrom(...often, '?'))
          .map(([open, inner, sign]) => `${open}${inner})${sign}`),
      },
    ),
  }),
).choice;

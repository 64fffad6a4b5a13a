import * as Type from './type.ts';

/** Names of patterns: they stand in marks, so they are short and plain. */
export const patternName = (description: string) =>
  Type.String({ pattern: '^[a-z][a-z0-9-]*$', minLength: 1, maxLength: 40, description });

/** Most characters of a pattern. */
export const longestPattern = 500;

export const patternEntrySchema = Type.Object(
  {
    name: patternName('What `detectors` call it; unique among all policies.'),
    pattern: Type.String({
      minLength: 1,
      maxLength: longestPattern,
      description:
        'A regular expression for what is to be found, such as "E-\\d{6}". Without look-around, back-references and flags; a dot is any character but a line feed, \\s any white space of Unicode, \\d, \\w and \\b are ASCII.',
    }),
    ignoreCase: Type.Optional(
      Type.Boolean({ description: 'True: capital and small letters are the same. Default: false.' }),
    ),
    description: Type.Optional(Type.String({ maxLength: 2000, description: 'What the pattern is for.' })),
  },
  {
    additionalProperties: false,
    title: 'Pattern',
    description: 'A pattern of one’s own, for `detectors` of any rule of any policy.',
  },
);

export type PatternEntry = Type.Static<typeof patternEntrySchema>;

export const patternsSchema = Type.Array(patternEntrySchema, {
  minItems: 1,
  maxItems: 100,
  description: 'Patterns of one’s own, to be named in `detectors`.',
});

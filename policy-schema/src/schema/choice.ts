import * as Type from './type.ts';

/** A closed list of words, each with its meaning: `oneOf` with `const` and `description`, which all editors show. */
export function choice<Word extends string>(
  description: string,
  words: Readonly<Record<Word, string>>,
): Type.TUnsafe<Word> {
  const oneOf = Object.entries<string>(words).map(([word, meaning]) => ({
    const: word,
    description: meaning,
  }));
  return Type.Unsafe<Word>({ type: 'string', description, oneOf });
}

/** The same, open: other texts are taken too, when they have a form. */
export function choiceOr(
  description: string,
  words: Readonly<Record<string, string>>,
  other: Type.TSchema,
): Type.TUnsafe<string> {
  const known = Object.entries(words).map(([word, meaning]) => ({
    type: 'string',
    const: word,
    description: meaning,
  }));
  return Type.Unsafe<string>({ description, anyOf: [...known, other] });
}

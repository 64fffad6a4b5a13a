import { type TUnsafe, Type } from 'typebox';

/** A closed list of words, each with its meaning: `oneOf` with `const` and `description`, which all editors show. */
export function choice<Word extends string>(
  description: string,
  words: Readonly<Record<Word, string>>,
): TUnsafe<Word> {
  const oneOf = Object.entries<string>(words).map(([word, meaning]) => ({
    const: word,
    description: meaning,
  }));
  return Type.Unsafe<Word>({ type: 'string', description, oneOf });
}

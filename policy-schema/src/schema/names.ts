import * as Type from './type.ts';

/** A non-empty list without repetitions. */
export const listOf = (item: string, description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 256, description: item }), {
    minItems: 1,
    maxItems: 1000,
    uniqueItems: true,
    description,
  });

/** Names that policies give themselves. */
export const nameText = (description: string) =>
  Type.String({ pattern: '^[a-z0-9][a-z0-9._-]*$', minLength: 1, maxLength: 100, description });

/** One line of text for people. */
export const lineText = (description: string) =>
  Type.String({ pattern: '^[^\\r\\n]+$', minLength: 1, maxLength: 500, description });

/** Shapes of a literal, for unions that take more than that. */
export const literals = () => [Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean()] as const;

/** A literal that a field or claim is compared with. */
export const literal = () => Type.Union([...literals()]);

import type * as TypeBox from 'typebox/type';

/**
 * TypeBox's builders, as far as our languages need them: its types, and the same JSON Schema from plain objects. Its own
 * bring its guards and settings into every page that loads the language, for a twentieth of what that page may weigh.
 */
const optional = '~optional';

const withType =
  (type: string) =>
  (options?: object): unknown => ({ type, ...options });

const literal = (value: unknown, options?: object): unknown => ({
  type: typeof value,
  const: value,
  ...options,
});

const array = (items: unknown, options?: object): unknown => ({ type: 'array', items, ...options });

const union = (anyOf: readonly unknown[], options?: object): unknown => ({ anyOf, ...options });

const unsafe = (schema: unknown): unknown => schema;

/** Marked as TypeBox marks it, out of sight of JSON: either's objects know the other's optional keys. */
const asOptional = (schema: object): unknown =>
  Object.defineProperty({ ...schema }, optional, { value: true });

const object = (properties: Readonly<Record<string, object>>, options?: object): unknown => {
  const required = Object.keys(properties).filter((key) => !(optional in properties[key]!));
  return { type: 'object', ...(required.length > 0 ? { required } : {}), properties, ...options };
};

const stringType = withType('string') as typeof TypeBox.String;
const numberType = withType('number') as typeof TypeBox.Number;
const integerType = withType('integer') as typeof TypeBox.Integer;
const booleanType = withType('boolean') as typeof TypeBox.Boolean;
const literalType = literal as typeof TypeBox.Literal;
const arrayType = array as typeof TypeBox.Array;
const unionType = union as typeof TypeBox.Union;
const objectType = object as typeof TypeBox.Object;
const unsafeType = unsafe as typeof TypeBox.Unsafe;
const optionalType = asOptional as typeof TypeBox.Optional;

export type { Static, TSchema, TUnsafe } from 'typebox/type';
export {
  arrayType as Array,
  booleanType as Boolean,
  integerType as Integer,
  literalType as Literal,
  numberType as Number,
  objectType as Object,
  optionalType as Optional,
  stringType as String,
  unionType as Union,
  unsafeType as Unsafe,
};

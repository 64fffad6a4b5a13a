import * as Type from './type.ts';

/**
 * A map from any text to values of one shape. Said by hand: `Type.Record` would bring TypeBox's reader of patterns into
 * every page that loads the language.
 */
export const mapOf = <Value extends Type.TSchema>(
  value: Value,
  options: { readonly minProperties?: number; readonly description: string },
): Type.TUnsafe<Record<string, Type.Static<Value>>> =>
  Type.Unsafe<Record<string, Type.Static<Value>>>({
    type: 'object',
    patternProperties: { '^.*$': value },
    ...options,
  });

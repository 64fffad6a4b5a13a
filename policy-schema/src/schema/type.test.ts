import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as TypeBox from 'typebox/type';
import * as Own from './type.ts';

const built = (Type: typeof Own) => ({
  texts: Type.String({ minLength: 1, description: 'A text.' }),
  bare: [Type.String(), Type.Number(), Type.Integer(), Type.Boolean()],
  literals: [Type.Literal('a', { description: 'A.' }), Type.Literal(1), Type.Literal(true)],
  list: Type.Array(Type.Integer({ minimum: 0 }), { uniqueItems: true }),
  union: Type.Union([Type.String(), Type.Number()], { description: 'Either.' }),
  unsafe: Type.Unsafe<string>({ type: 'string', oneOf: [{ const: 'a' }] }),
  object: Type.Object(
    {
      kept: Type.String(),
      left: Type.Optional(Type.String()),
      both: Type.Optional(Type.Array(Type.Number())),
    },
    { additionalProperties: false, title: 'Thing' },
  ),
  allOptional: Type.Object({ left: Type.Optional(Type.String()) }),
});

test('The builders make the JSON Schema that TypeBox makes, key for key', () => {
  assert.equal(
    JSON.stringify(built(Own), null, 1),
    JSON.stringify(built(TypeBox as unknown as typeof Own), null, 1),
  );
});

test('A key that is optional by one is optional in an object of the other', () => {
  const mixed = [
    Own.Object({ a: TypeBox.Optional(TypeBox.String()), b: TypeBox.String() }),
    TypeBox.Object({ a: Own.Optional(Own.String()), b: Own.String() }),
  ];
  for (const { required } of mixed) assert.deepEqual(required, ['b']);
});

test('What is made optional at one place stays required at another', () => {
  const text = Own.String();
  Own.Optional(text);
  assert.deepEqual(Own.Object({ text }).required, ['text']);
});

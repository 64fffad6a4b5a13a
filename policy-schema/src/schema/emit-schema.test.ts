import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { hasForm } from '../compile/check-scalar.ts';
import { shapeKeywords } from '../compile/shape.ts';
import { drafts, emitSchema, schemaFile, schemas } from './emit-schema.ts';

const names = Object.keys(schemas) as (keyof typeof schemas)[];

test('the committed JSON Schema is the one that the source emits (node policy-schema/src/cli/write-schema.ts)', () => {
  for (const name of names)
    for (const draft of Object.keys(drafts) as (keyof typeof drafts)[]) {
      const committed = readFileSync(
        new URL(`../../schema/${schemaFile(name, draft)}`, import.meta.url),
        'utf8',
      );
      assert.equal(committed, `${JSON.stringify(emitSchema(name, draft), undefined, 2)}\n`);
    }
});

test('the draft-07 twin has the same rules, and no word that only the later draft knows', () => {
  for (const name of names) {
    const { $schema, $id, definitions, ...twin } = emitSchema(name, 'draft-07');
    const { $schema: _, $id: id, $defs, ...later } = emitSchema(name);
    assert.deepEqual([$schema, $id], ['http://json-schema.org/draft-07/schema#', `${String(id)}:draft-07`]);
    const moved = JSON.stringify([twin, definitions]);
    assert.equal(moved.replaceAll('#/definitions/', '#/$defs/'), JSON.stringify([later, $defs]));
    assert.doesNotMatch(
      moved,
      /"(\$defs|\$anchor|\$dynamicRef|prefixItems|unevaluated\w+|dependent\w+|minContains|maxContains)":/,
    );
  }
});

/** Every schema inside a schema. */
function* schemasIn(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as Record<string, unknown>;
  yield schema;
  for (const key of ['oneOf', 'anyOf'])
    for (const inner of (schema[key] ?? []) as unknown[]) yield* schemasIn(inner);
  for (const key of ['properties', 'patternProperties'])
    for (const inner of Object.values(schema[key] ?? {})) yield* schemasIn(inner);
  yield* schemasIn(schema.items);
}

test('the schemas use only keywords that are checked, and every form has words', () => {
  let count = 0;
  for (const schema of Object.values(schemas).flatMap((one) => [...schemasIn(one)])) {
    count++;
    for (const key of Object.keys(schema)) assert.ok(shapeKeywords.has(key), `${key} is not checked`);
    if (typeof schema.pattern === 'string') assert.ok(hasForm(schema.pattern), schema.pattern);
  }
  assert.ok(count > 200);
});

test('every key and every word of the language is described', () => {
  for (const schema of Object.values(schemas).flatMap((one) => [...schemasIn(one)])) {
    for (const [name, inner] of Object.entries(
      (schema.properties ?? {}) as Record<string, { description?: string; oneOf?: unknown }>,
    )) {
      assert.ok(inner.description ?? inner.oneOf, name);
    }
    for (const word of (schema.oneOf ?? []) as { const?: string; description?: string }[])
      assert.ok(word.description, word.const);
  }
});

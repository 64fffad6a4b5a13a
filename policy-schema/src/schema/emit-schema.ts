import type { TSchema } from 'typebox';
import { catalogSchema } from './catalog-schema.ts';
import { policyDocumentSchema } from './policy-document-schema.ts';
import { policyTestSchema } from './test/policy-test-schema.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The languages that are published, by the names of their schemas. */
export const schemas = {
  policy: policyDocumentSchema,
  'policy-test': policyTestSchema,
  catalog: catalogSchema,
} as const;

/**
 * One of our languages as JSON Schema 2020-12, written in the subset that draft-07 shares (apart from the place of
 * `$defs`). Every titled object becomes a definition, so that the file reads as a reference.
 */
export function emitSchema(name: keyof typeof schemas = 'policy'): { readonly [key: string]: Json } {
  const definitions: Record<string, Json> = {};
  const hoist = (node: Json): Json => {
    if (Array.isArray(node)) return node.map(hoist);
    if (node === null || typeof node !== 'object') return node;
    const { title, ...rest } = node;
    const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, hoist(value)]));
    if (typeof title !== 'string') return plain;
    definitions[title] = plain;
    return { $ref: `#/$defs/${title}` };
  };
  const { title, ...root } = JSON.parse(JSON.stringify(schemas[name] satisfies TSchema)) as {
    [key: string]: Json;
  };
  const body = hoist(root) as { [key: string]: Json };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:vectorgate:schema:v1:${name}`,
    title: title ?? 'Policy',
    ...body,
    $defs: Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

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

/** The drafts of JSON Schema in which they are published. Many validators and editors read the older one alone. */
export const drafts = {
  '2020-12': { uri: 'https://json-schema.org/draft/2020-12/schema', definitions: '$defs', suffix: '' },
  'draft-07': {
    uri: 'http://json-schema.org/draft-07/schema#',
    definitions: 'definitions',
    suffix: ':draft-07',
  },
} as const;

/** The name of a published file. */
export const schemaFile = (name: keyof typeof schemas, draft: keyof typeof drafts): string =>
  `${name}.v1${draft === '2020-12' ? '' : `.${draft}`}.schema.json`;

/**
 * One of our languages as JSON Schema, written in the subset that the drafts share (apart from the place of definitions).
 * Every titled object becomes a definition, so that the file reads as a reference.
 */
export function emitSchema(
  name: keyof typeof schemas = 'policy',
  draft: keyof typeof drafts = '2020-12',
): { readonly [key: string]: Json } {
  const { uri, definitions: place, suffix } = drafts[draft];
  const definitions: Record<string, Json> = {};
  const hoist = (node: Json): Json => {
    if (Array.isArray(node)) return node.map(hoist);
    if (node === null || typeof node !== 'object') return node;
    const { title, ...rest } = node;
    const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, hoist(value)]));
    if (typeof title !== 'string') return plain;
    definitions[title] = plain;
    return { $ref: `#/${place}/${title}` };
  };
  const { title, ...root } = JSON.parse(JSON.stringify(schemas[name] satisfies TSchema)) as {
    [key: string]: Json;
  };
  const body = hoist(root) as { [key: string]: Json };
  return {
    $schema: uri,
    $id: `urn:vectorgate:schema:v1:${name}${suffix}`,
    title: title ?? 'Policy',
    ...body,
    [place]: Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

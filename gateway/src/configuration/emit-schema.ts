import { ConfigurationSchema } from './configuration-schema.ts';

/** The JSON Schema of `vectorgate.yaml` as it is committed under `gateway/schema/`, for editors. */
export function configurationSchemaText(): string {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...ConfigurationSchema };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

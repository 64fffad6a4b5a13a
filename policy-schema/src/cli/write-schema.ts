import { mkdir, writeFile } from 'node:fs/promises';
import { drafts, emitSchema, schemaFile, schemas } from '../schema/emit-schema.ts';

/** Writes the JSON Schema files, the public contract. Run it after a change of src/schema. */
const folder = new URL('../../schema/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const name of Object.keys(schemas) as (keyof typeof schemas)[])
  for (const draft of Object.keys(drafts) as (keyof typeof drafts)[])
    await writeFile(
      new URL(schemaFile(name, draft), folder),
      `${JSON.stringify(emitSchema(name, draft), undefined, 2)}\n`,
    );

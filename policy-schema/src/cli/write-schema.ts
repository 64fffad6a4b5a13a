import { mkdir, writeFile } from 'node:fs/promises';
import { emitSchema, schemas } from '../schema/emit-schema.ts';

/** Writes the JSON Schema files, the public contract. Run it after a change of src/schema. */
const folder = new URL('../../schema/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const name of Object.keys(schemas) as (keyof typeof schemas)[])
  await writeFile(
    new URL(`${name}.v1.schema.json`, folder),
    `${JSON.stringify(emitSchema(name), undefined, 2)}\n`,
  );

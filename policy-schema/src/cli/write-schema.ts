import { mkdir, writeFile } from 'node:fs/promises';
import { emitSchema } from '../schema/emit-schema.ts';

/** Writes the JSON Schema files, the public contract. Run it after a change of src/schema. */
const folder = new URL('../../schema/', import.meta.url);
await mkdir(folder, { recursive: true });
await writeFile(new URL('policy.v1.schema.json', folder), `${JSON.stringify(emitSchema(), undefined, 2)}\n`);

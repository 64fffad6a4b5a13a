import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { configurationSchemaText } from './emit-schema.ts';

const file = new URL('../../schema/vectorgate.schema.json', import.meta.url);

test('the committed schema is the one in force (VECTORGATE_UPDATE=1 writes it)', async () => {
  if (process.env.VECTORGATE_UPDATE === '1') await writeFile(file, configurationSchemaText());
  assert.equal(await readFile(file, 'utf8'), configurationSchemaText());
});

import { writeFile } from 'node:fs/promises';
import { Document, isMap, visit } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';
import { tightLists } from '../language/format/tight-lists.ts';
import type { CatalogDocument } from '../schema/catalog-schema.ts';

/** Writes a catalogue as people read and compare it: one line for each field, in the order of their names. */
export async function writeCatalogue(path: string, catalogue: CatalogDocument): Promise<void> {
  const document = new Document(catalogue, { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_key, { key, value }) => {
      // What is said of one field stays on its line.
      if (String(key) !== 'fields' || !isMap(value)) return;
      value.items.sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1));
      for (const { value: met } of value.items) if (isMap(met)) met.flow = true;
    },
  });
  await writeFile(path, tightLists(document.toString({ lineWidth: 0 }))).catch((cause: unknown) => {
    throw new UsageError(`${path} cannot be written.`, { cause });
  });
}

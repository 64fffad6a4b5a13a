import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Catalogue } from '../language/catalogue.ts';
import { catalogueOf } from '../surroundings/catalogue-of.ts';
import { UsageError } from './usage-error.ts';

/** Reads a snapshot of what exists. */
export async function readCatalogue(path: string): Promise<Catalogue> {
  let value: unknown;
  try {
    value = parse(await readFile(path, 'utf8'), { version: '1.2' });
  } catch (cause) {
    throw new UsageError(`The catalogue ${path} cannot be read.`, { cause });
  }
  const catalogue = catalogueOf(value);
  if (catalogue === undefined)
    throw new UsageError(`${path} is not of the form of a catalogue; see docs/policy-authoring.md.`);
  return catalogue;
}

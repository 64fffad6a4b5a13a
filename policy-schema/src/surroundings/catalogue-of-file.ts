import { parse } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';
import type { Catalogue } from '../language/catalogue.ts';
import { catalogueOf } from './catalogue-of.ts';
import type { PolicyFiles } from './policy-files.ts';

/** Reads a snapshot of what exists. */
export async function catalogueOfFile(path: string, files: Pick<PolicyFiles, 'read'>): Promise<Catalogue> {
  let value: unknown;
  try {
    value = parse(await files.read(path), { version: '1.2' });
  } catch (cause) {
    throw new UsageError(`The catalogue ${path} cannot be read.`, { cause });
  }
  const catalogue = catalogueOf(value);
  if (catalogue === undefined)
    throw new UsageError(`${path} is not of the form of a catalogue; see docs/policy-authoring.md.`);
  return catalogue;
}

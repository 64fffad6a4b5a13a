import { readFile } from 'node:fs/promises';
import type { Catalogue } from '../language/catalogue.ts';
import { catalogueOfText } from '../surroundings/catalogue-of-text.ts';
import { UsageError } from './usage-error.ts';

/** Problems of a snapshot that are told at once. */
const most = 5;

/** Reads a snapshot of what exists. */
export async function readCatalogue(path: string): Promise<Catalogue> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`The catalogue ${path} cannot be read.`, { cause });
  });
  const { catalogue, problems } = catalogueOfText({ path, text });
  if (catalogue !== undefined) return catalogue;
  const told = problems
    .slice(0, most)
    .map(
      ({ file, line, column, code, message, remedy }) =>
        `${file}:${line}:${column}  ${code}  ${message}\n    ${remedy}`,
    );
  const more = problems.length > most ? `\n… and ${problems.length - most} more` : '';
  throw new UsageError(`${path} is not of the form of a catalogue:\n${told.join('\n')}${more}`);
}

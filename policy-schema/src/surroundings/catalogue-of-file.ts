import { UsageError } from '../errors/usage-error.ts';
import type { Catalogue } from '../language/catalogue.ts';
import { catalogueOfText } from './catalogue-of-text.ts';
import type { PolicyFiles } from './policy-files.ts';

/** Problems of a snapshot that are told at once. */
const most = 5;

/** Reads a snapshot of what exists. */
export async function catalogueOfFile(path: string, files: Pick<PolicyFiles, 'read'>): Promise<Catalogue> {
  const text = await files.read(path).catch((cause: unknown) => {
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

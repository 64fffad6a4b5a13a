import type { CatalogDocument } from '@vectorgate/policy-schema/surroundings';
import { table } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';
import { chosenGateway, print, signedInApi } from './context.ts';

export interface CatalogueCommandOptions {
  readonly save?: string;
  readonly json?: boolean;
  readonly gateway?: string;
}

/** Collections of which a line is printed. */
const mostLines = 200;

/** `vectorgate policy catalogue`: what exists, as the person who is signed in may know it. Resolves to the exit code. */
export async function policyCatalogue(
  paths: readonly string[],
  options: CatalogueCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const [{ exitCodes, findPolicyFiles, UsageError, writeCatalogue }, { catalogueOf, gatherCatalogue }] =
    await Promise.all([
      import('@vectorgate/policy-schema/cli'),
      import('@vectorgate/policy-schema/surroundings'),
    ]);
  try {
    const files = paths.length === 0 ? [] : await findPolicyFiles(paths);
    const gateway = await chosenGateway(options);
    const api = await signedInApi({ gateway }, terminal);
    const gather = { ask: (path: string) => api.catalogue(path), now: terminal.now(), gateway };
    let gathered = await gatherCatalogue({ ...gather, wanted: [] });
    if (files.length > 0) {
      const { analyseAll, wantedFields } = await import('@vectorgate/policy-schema/language');
      const catalogue = catalogueOf(gathered.document);
      const wanted = analyseAll(files, { now: terminal.now(), catalogue }).flatMap(wantedFields);
      const once = new Map(wanted.map((one) => [`${one.connection}\n${one.collections}`, one]));
      gathered = await gatherCatalogue({ ...gather, wanted: [...once.values()] });
    }
    // A snapshot that lacks a part would be taken for what exists.
    if (gathered.trouble !== undefined) throw gathered.trouble;
    const found = gathered.document;
    if (options.save === undefined) print(terminal, options, found, () => lines(found));
    else {
      await writeCatalogue(options.save, found);
      terminal.err(`${summary(found)} Written to ${options.save}.\n`);
    }
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`${error.message}\n`);
    return exitCodes.usage;
  }
}

function lines(found: CatalogDocument): string {
  const rows = (found.spec.connections ?? []).flatMap(({ name, collections = [] }) =>
    collections.map((one) => [
      one.name,
      name,
      one.records === undefined ? '' : one.records.toLocaleString('en'),
      one.fields === undefined ? '' : String(Object.keys(one.fields).length),
    ]),
  );
  if (rows.length === 0) return 'There is no collection that rules let you list or review.\n';
  const more = rows.length > mostLines ? `and ${(rows.length - mostLines).toLocaleString('en')} more\n` : '';
  const columns = [
    { title: 'collection' },
    { title: 'connection', widest: 20 },
    { title: 'records', widest: 12, right: true },
    { title: 'fields', widest: 6, right: true },
  ];
  return `${table(columns, rows.slice(0, mostLines))}${more}`;
}

function summary({ spec: { connections = [], issuers = [] } }: CatalogDocument): string {
  const collections = connections.flatMap((one) => one.collections ?? []);
  const withFields = collections.filter(({ fields }) => fields !== undefined).length;
  const groups = issuers.reduce((sum, one) => sum + (one.groups?.length ?? 0), 0);
  return `${collections.length.toLocaleString('en')} collections, ${withFields.toLocaleString('en')} of them with fields; ${groups.toLocaleString('en')} groups.`;
}

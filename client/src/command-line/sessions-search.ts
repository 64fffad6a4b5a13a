import type { SavedSearches } from '@vectorgate/policy-schema/records-query';
import { isRecord, records, text } from '../api/read-json.ts';
import { relative } from '../output/ago.ts';
import { table } from '../output/table.ts';
import { coloured, type Terminal } from '../output/terminal.ts';
import { dropSearch, keepSearch } from '../searches/kept-search.ts';
import { readSavedSearches } from '../searches/saved-searches.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';
import { describeFacets } from './describe-facets.ts';
import { lookedLines } from './describe-looked.ts';
import { askedOf, becauseOf, effectOf } from './describe-record.ts';
import { readRecordsQuery } from './read-records-query.ts';

export interface SearchOptions extends CommonOptions {
  readonly limit: number;
  readonly cursor?: string;
  readonly all?: boolean;
  readonly facets?: boolean;
  /** Keep the query under this name; or keep nothing under it any more. */
  readonly save?: string;
  readonly drop?: string;
  /** Print what is kept, and ask nothing. */
  readonly saved?: boolean;
}

const width = 80;
const cut = (line: string): string => (line.length > width ? `${line.slice(0, width - 1)}…` : line);
const quoted = (query: string): string => `'${query.replaceAll("'", "'\\''")}'`;

const describeSaved = (saved: SavedSearches): string =>
  Object.keys(saved).length === 0
    ? "No search is kept yet. Keep one: vectorgate sessions search 'effect:deny since:7d' --save refused\n"
    : Object.entries(saved)
        .map(([name, query]) => `@${name.padEnd(20)} ${query}\n`)
        .join('');

/** `vectorgate sessions search QUERY`: records that a query finds, the latest first; or what stands in them. */
export async function sessionsSearch(
  terms: readonly string[],
  { limit, cursor, ...options }: SearchOptions,
  terminal: Terminal,
): Promise<void> {
  if (options.drop !== undefined) {
    terminal.out(`Nothing is kept as @${await dropSearch(options.drop)} any more.\n`);
    return;
  }
  const saved = await readSavedSearches();
  if (options.saved) {
    print(terminal, options, saved, () => describeSaved(saved));
    return;
  }
  const query = readRecordsQuery(terms.join(' '), saved);
  if (options.save !== undefined)
    terminal.err(`Kept: vectorgate sessions search @${await keepSearch(options.save, query)}\n`);
  const api = await signedInApi(options, terminal);
  const all = options.all === true;
  if (options.facets) {
    const found = await api.recordFacets({ query, all });
    print(terminal, options, found, () => describeFacets(found));
    return;
  }
  const page = await api.records({ limit, query, all, ...(cursor !== undefined && { cursor }) });
  print(terminal, options, page, () => {
    const found = records(page.records);
    const again = `vectorgate sessions search ${quoted(query)}${all ? ' --all' : ''}`;
    const next = text(page.next);
    const looked = lookedLines(page.looked, next && `${again} --cursor ${next}`);
    if (found.length === 0 && looked !== '') return `Nothing that was looked into has it.\n${looked}`;
    if (found.length === 0)
      return `Nothing is found. What there is to be found: vectorgate sessions search --facets${all ? ' --all' : ''}\n`;
    const rows = found.map((record) => {
      const who = isRecord(record.who) ? record.who : {};
      return [
        relative(text(record.time), terminal.now()),
        text(who.name) || text(who.subject),
        effectOf(record),
        askedOf(record),
      ];
    });
    const [head, ...lines] = table(
      [
        { title: 'when', widest: 11 },
        { title: 'who', widest: 16 },
        { title: 'effect', widest: 17 },
        { title: 'what' },
      ],
      rows,
    )
      .trimEnd()
      .split('\n');
    const told = found.map((record, at) => {
      const because = becauseOf(record);
      const more = cut(`  session ${text(record.session)}${because && `  ${because}`}`);
      return `${lines[at]}\n${coloured(terminal, 'dim', more)}\n`;
    });
    if (looked !== '') return `${head}\n${told.join('')}${looked}`;
    return `${head}\n${told.join('')}${next && `More: ${again} --cursor ${next}\n`}`;
  });
}

import type { RecordHeader } from '../sessions/record.ts';

/** One column of a table of decisions. */
type Column = readonly [title: string, value: (header: RecordHeader) => string | number | undefined];

const listed = (items: Iterable<string>): string => [...new Set(items)].join(' ');

const targetsOf = ({ operations }: RecordHeader): string =>
  listed(
    operations.flatMap(({ targets }) =>
      targets.flatMap(({ collection }) => ('name' in collection ? [String(collection.name)] : [])),
    ),
  );

const columns: readonly Column[] = [
  ['time', ({ time }) => time],
  ['id', ({ id }) => id],
  ['session', ({ session }) => session],
  ['issuer', ({ who }) => who.issuer],
  ['subject', ({ who }) => who.subject],
  ['name', ({ who }) => who.name],
  ['groups', ({ who }) => listed(who.groups)],
  ['agent', ({ client }) => client.agent],
  ['kernel', ({ client }) => client.session],
  ['connection', ({ connection }) => connection],
  ['store', ({ store }) => store],
  ['operations', ({ operations }) => listed(operations.map(({ name }) => name))],
  ['classes', ({ operations }) => listed(operations.flatMap(({ classes }) => classes))],
  ['collections', targetsOf],
  ['effect', ({ decision }) => decision.effect],
  ['code', ({ decision }) => decision.code],
  ['rules', ({ decision }) => listed(decision.rules.map(({ rule }) => rule))],
  ['mode', ({ decision }) => decision.mode],
  ['revision', ({ decision }) => decision.revision.digest],
  ['masked', ({ masked }) => listed(masked.map(({ field, method }) => `${field}:${method}`))],
  ['unmasked', ({ unmasked = [] }) => listed(unmasked.map(({ field }) => field))],
  ['outcome', ({ outcome }) => outcome],
  ['status', ({ status }) => status],
  ['milliseconds', ({ milliseconds }) => milliseconds],
  ['request_bytes', ({ sizes }) => sizes.request],
  ['response_bytes', ({ sizes }) => sizes.response],
];

/**
 * A cell (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front of it, as OWASP has
 * it: what people call collections and programs is theirs to choose.
 */
function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;

/** The first line of a table of decisions. */
export const csvHead: string = line(columns.map(([title]) => title));

/** A decision in such a table, by its header as its reader sees it. */
export const csvLine = (header: RecordHeader): string =>
  line(columns.map(([, value]) => cell(value(header))));

import { printPattern } from '@vectorgate/policy-schema/records-query';
import { count, isRecord, records, text } from '../api/read-json.ts';
import { table } from '../output/table.ts';
import { lookedLines } from './describe-looked.ts';

type Json = Readonly<Record<string, unknown>>;

const countOf = (counted: Json): string =>
  `${count(counted.count).toLocaleString('en')}${counted.more === true ? '+' : ''}`;

/** Counts as a table: values as they are written in a query, the most frequent first. */
export function describeFacets(found: Json): string {
  const total = isRecord(found.total) ? found.total : {};
  const rows = records(found.facets).flatMap((facet) => [
    ...records(facet.values).map((value, at) => [
      at === 0 ? text(facet.key) : '',
      printPattern([text(value.value)]),
      text(value.name),
      countOf(value),
    ]),
    ...(facet.more === true ? [['', '… and others', '', '']] : []),
  ]);
  const head = `${countOf(total)} ${count(total.count) === 1 ? 'record' : 'records'}\n${lookedLines(found.looked)}`;
  if (rows.length === 0) return head;
  return `${head}\n${table(
    [
      { title: 'key', widest: 10 },
      { title: 'value' },
      { title: 'name', widest: 20 },
      { title: 'records', widest: 8, right: true },
    ],
    rows,
  )}`;
}

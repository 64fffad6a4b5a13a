import { isMap, isScalar } from 'yaml';
import type { Analysis } from '../analyse.ts';
import { endOfValue } from '../fix/places.ts';
import type { PolicySymbol } from '../navigate/symbols.ts';
import { type Entry, entriesIn, scalarIn, specOf, textIn } from './snapshot-nodes.ts';

/** The outline of a snapshot: connections with their collections, and issuers. */
export function snapshotSymbols({ snapshot, file: { text } }: Analysis): readonly PolicySymbol[] {
  const found = snapshot && specOf(snapshot);
  const contents = found?.source.nodeAt([]);
  if (found === undefined || !isMap(contents)) return [];
  const part = (
    entry: Entry,
    kind: PolicySymbol['kind'],
    detail: string,
    children: readonly PolicySymbol[] = [],
  ): PolicySymbol => {
    const [start] = entry.range ?? [0];
    const [nameStart, nameEnd] = scalarIn(entry, 'name')?.range ?? [start, start];
    const name = textIn(entry, 'name') ?? `(${kind} without name)`;
    return { name, detail, kind, start, end: endOfValue(text, entry), nameStart, nameEnd, children };
  };
  const connections = entriesIn(found.spec, 'connections').map((connection) =>
    part(
      connection,
      'connection',
      textIn(connection, 'store') ?? '',
      entriesIn(connection, 'collections').map((one) => part(one, 'collection', fieldCount(one))),
    ),
  );
  const issuers = entriesIn(found.spec, 'issuers').map((issuer) => part(issuer, 'issuer', 'issuer'));
  const [start] = contents.range ?? [0];
  const taken = scalarIn(found.source.nodeAt(['metadata']), 'taken');
  return [
    {
      name: 'catalogue',
      detail: isScalar(taken) ? String(taken.value).slice(0, 10) : '',
      kind: 'catalogue',
      start,
      end: endOfValue(text, contents),
      nameStart: start,
      nameEnd: start,
      children: [...connections, ...issuers],
    },
  ];
}

function fieldCount(collection: Entry): string {
  const fields = collection.get('fields', true);
  if (!isMap(fields)) return '';
  return `${fields.items.length} field${fields.items.length === 1 ? '' : 's'}`;
}

import { isSeq } from 'yaml';
import { removeEntry } from '../../fix/remove-entry.ts';
import type { Finding, Lint } from '../../lint/lint.ts';
import { type Entry, entriesIn, scalarIn, specOf, textIn } from '../snapshot-nodes.ts';

/** Names that stand twice: of connections and issuers the first alone is read, of collections nobody knows which is true. */
export const namesTaken: Lint = {
  *find({ snapshot }): Iterable<Finding> {
    const found = snapshot && specOf(snapshot);
    if (found?.spec === undefined) return;
    const { source, spec } = found;
    function* twice(
      around: Entry,
      key: string,
      word: string,
      then: string,
      placeOf: (entry: Entry) => string = () => '',
    ): Iterable<Finding> {
      const lines = new Map<string, number>();
      const list = around.get(key, true);
      for (const entry of entriesIn(around, key)) {
        const name = scalarIn(entry, 'name');
        if (typeof name?.value !== 'string') continue;
        const place = JSON.stringify([name.value, placeOf(entry)]);
        const line = lines.get(place);
        const [start, end] = name.range;
        if (line === undefined) {
          lines.set(place, source.lineOf(start));
          continue;
        }
        yield {
          start,
          end,
          code: 'catalogue-name-taken',
          message: `The ${word} ${name.value} is also in line ${line}: ${then}.`,
          remedy: 'Keep one of the two.',
          fixes: () =>
            isSeq(list)
              ? [
                  {
                    title: 'Remove the second one',
                    changes: removeEntry(source.text, list, list.items.indexOf(entry)),
                  },
                ]
              : [],
        };
      }
    }
    const second = 'what stands here is not read';
    yield* twice(spec, 'connections', 'connection', second);
    yield* twice(spec, 'issuers', 'issuer', second);
    for (const connection of entriesIn(spec, 'connections'))
      yield* twice(
        connection,
        'collections',
        'collection',
        'nobody knows which of the two is so',
        (entry) => `${textIn(entry, 'tenant') ?? ''} ${textIn(entry, 'database') ?? ''}`,
      );
  },
};

import { isMap, isScalar, isSeq, type Scalar } from 'yaml';
import { didYouMean } from '../../../compile/did-you-mean.ts';
import { remedyParts } from '../../../compile/remedy.ts';
import type { Finding, Lint } from '../../lint/lint.ts';
import { type Entry, entriesIn, numberIn, scalarIn, specOf, textIn, textsIn } from '../snapshot-nodes.ts';

const scopes = ['tenant', 'database'] as const;

/** Two things that a snapshot says, of which one cannot be so. */
export const contradictions: Lint = {
  *find({ snapshot, surroundings: { now } }): Iterable<Finding> {
    const found = snapshot && specOf(snapshot);
    if (found === undefined) return;
    const { source, spec } = found;
    const taken = scalarIn(source.nodeAt(['metadata']), 'taken');
    // Clocks of two machines may differ by minutes.
    if (Date.parse(String(taken?.value)) > now + 3_600_000)
      yield said(taken, 'The snapshot was taken at a time that is yet to come.', 'Save it anew.');
    const issuers = entriesIn(spec, 'issuers').flatMap((issuer) => textIn(issuer, 'name') ?? []);
    const connections = entriesIn(spec, 'connections');
    const names = connections.flatMap((one) => textIn(one, 'name') ?? []);
    for (const connection of connections) {
      const own = textIn(connection, 'name');
      const same = connection.get('sameDatabaseAs', true);
      for (const node of isSeq(same) ? same.items : []) {
        const other = isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
        if (other === undefined || (other !== own && names.includes(other))) continue;
        const message =
          other === own
            ? 'A connection leads to its own database.'
            : `No connection of the catalogue is called ${other}.`;
        yield {
          ...said(node as Scalar | undefined, message, 'Name another.'),
          ...(other !== own && meant(other, names)),
        };
      }
      const people = scalarIn(connection, 'people');
      if (typeof people?.value === 'string' && issuers.length > 0 && !issuers.includes(people.value))
        yield {
          ...said(people, `No issuer of the catalogue is called ${people.value}.`, 'Correct it.'),
          ...meant(people.value, issuers),
        };
      for (const collection of entriesIn(connection, 'collections')) {
        for (const scope of scopes) {
          const known = textsIn(connection, `${scope}s`);
          const own = scalarIn(collection, scope);
          if (known === undefined || typeof own?.value !== 'string' || known.includes(own.value)) continue;
          const message = `The ${scope}s of the connection are listed, and ${own.value} is not among them.`;
          yield { ...said(own, message, 'Correct it.'), ...meant(own.value, known) };
        }
        yield* numbers(collection);
      }
    }
  },
};

/** How many records were looked at, and in how many of them a field was met. */
function* numbers(collection: Entry): Iterable<Finding> {
  const [records, sampled] = [numberIn(collection, 'records'), numberIn(collection, 'sampled')];
  if (records !== undefined && sampled !== undefined && sampled > records)
    yield said(
      scalarIn(collection, 'sampled'),
      `${sampled} records were looked at of a collection that has ${records}.`,
      'Correct one of the two.',
    );
  const fields = collection.get('fields', true);
  const most = sampled ?? records;
  if (!isMap(fields) || most === undefined) return;
  for (const { key, value } of fields.items) {
    const met = numberIn(value, 'records');
    if (met === undefined || met <= most) continue;
    yield said(
      scalarIn(value, 'records'),
      `The field ${isScalar(key) ? String(key.value) : ''} was met in ${met} of ${most} records.`,
      'Correct one of the two.',
    );
  }
}

const said = (node: Pick<Scalar, 'range'> | undefined, message: string, remedy: string): Finding => {
  const [start = 0, end = 0] = node?.range ?? [];
  return { start, end, code: 'catalogue-contradiction', message, remedy };
};

const meant = (word: string, known: readonly string[]): Pick<Finding, 'remedy' | 'replacement'> =>
  remedyParts(didYouMean(word, known, 'Correct it, or add it to the list.'));

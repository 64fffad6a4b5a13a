import {
  datedQuery,
  type Facet,
  type FacetCount,
  isMaskMethod,
  lookedWords,
  type PersonSummary,
  type RecordSummary,
} from '@vectorgate/policy-schema/records-query';
import { count } from '../text/amounts.ts';
import { visibleLine } from '../text/visible-text.ts';

/** What a summary is of. */
export interface SummaryOf {
  readonly query: string;
  readonly everybody: boolean;
  /** Where the records come from, for people. */
  readonly source?: string;
  /** Milliseconds since 1970 at which it was asked for. */
  readonly at: number;
}

/** `1,204`, or `10,000+` where there are more. */
export const atLeast = ({ count: number, more }: FacetCount): string => `${count(number)}${more ? '+' : ''}`;

/** A person by name, with the subject behind it. */
export const personText = ({ who, name }: PersonSummary): string =>
  visibleLine(name === undefined ? who : `${name} (${who})`);

const words: Readonly<Record<string, string>> = {
  effect: 'decided',
  unmasked: 'whole',
  masked: 'masked',
  ways: 'in which way',
  rule: 'by rule',
};
const order = ['effect', 'unmasked', 'masked', 'rule'];

/** What one of the people did, a line for each kind: `by rule`, `insights/analysts-read 1,000`. */
export const personLines = ({ facets }: PersonSummary): readonly (readonly [kind: string, text: string])[] =>
  facets
    .toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
    .flatMap((facet) => (facet.key === 'masked' ? whatAndHow(facet) : [facet]))
    .map((facet) => [words[facet.key] ?? facet.key, valuesText(facet)]);

type Told = Pick<Facet, 'values' | 'more'> & { readonly key: string };

/** What was masked, and how: one key in a query, told apart by its words. */
const whatAndHow = ({ values, more }: Facet): readonly Told[] => {
  const [ways = [], what = []] = [true, false].map((is) =>
    values.filter(({ value }) => isMaskMethod(value) === is),
  );
  return [
    { key: 'masked', values: what, ...(more && { more }) },
    { key: 'ways', values: ways },
  ].filter((one) => one.values.length > 0);
};

const valuesText = ({ values, more }: Told): string =>
  visibleLine(
    [...values.map((value) => `${value.value} ${atLeast(value)}`), ...(more ? ['…'] : [])].join(', '),
  );

/** The summary as a text that says by itself what it is of, with dates in place of `tuesday`. */
export function summaryText(summary: RecordSummary, { query, everybody, source, at }: SummaryOf): string {
  const { total, people, more, looked } = summary;
  const { far, not } = looked === undefined ? {} : lookedWords(looked);
  return [
    `VectorGate: who, and by which rule${source === undefined ? '' : ` (${source})`}`,
    `asked ${new Date(at).toISOString()} of ${everybody ? 'all records that rules let me review' : 'my own records'}`,
    visibleLine(query === '' ? 'every record' : datedQuery(query, at)),
    `${atLeast(total)} ${total.count === 1 ? 'record' : 'records'} of ${people.length}${more ? '+' : ''} ${people.length === 1 ? 'person' : 'people'}`,
    ...people.flatMap((person) => [
      '',
      `${personText(person)}: ${atLeast(person)}`,
      ...personLines(person).map(([kind, text]) => `  ${kind}: ${text}`),
    ]),
    ...(more ? ['', 'There are further people. Narrow the query to see them.'] : []),
    ...(far === undefined ? [] : ['', far]),
    ...(not === undefined ? [] : [not]),
    '',
  ].join('\n');
}

import { type Span, spanOf } from './amount-span.ts';
import { askedPatterns } from './asked-patterns.ts';
import { notInHeaders } from './content/not-in-headers.ts';
import type { RecordFacts } from './record-facts.ts';
import type { QueryTerm, RecordsQuery, TextTerm } from './records-query.ts';
import { resolveSpan } from './resolve-span.ts';
import { satisfies } from './satisfies.ts';
import { valueSpellings } from './value-spellings.ts';

export interface SearchedPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string | undefined;
}

export interface SearchedSession {
  readonly id: string;
  /** As the kernel shim calls it. */
  readonly kernel: string | undefined;
}

/** All that a query may ask of a record. Records that share a person, a session or a list of texts are looked at faster. */
export interface SearchedRecord {
  readonly person: SearchedPerson;
  readonly session: SearchedSession;
  readonly facts: RecordFacts;
}

/** Whether a record satisfies what is asked. */
export type RecordTest = (record: SearchedRecord) => boolean;

/** Whether all terms hold; they are about headers alone, without `text`. `now`: what "7d" counts from, milliseconds since 1970. To be asked of records that do not change. */
export function testOf({ terms }: RecordsQuery, now: number): RecordTest {
  const tests = terms.map((term) => {
    const holds = termTest(term, now);
    return (record: SearchedRecord) => holds(record) !== term.not;
  });
  return (record) => tests.every((holds) => holds(record));
}

function termTest(term: QueryTerm, now: number): RecordTest {
  if (term.kind === 'text') return textTest(term);
  if (term.kind === 'content') throw notInHeaders();
  if (term.kind === 'amount') return spanTest(term.key, term.any.map(spanOf));
  const span = resolveSpan(term.key, term.at, now);
  return spanTest('time', span === undefined ? [] : [span]);
}

const spanTest =
  (key: 'time' | 'latency' | 'size', spans: readonly Span[]): RecordTest =>
  ({ facts }) =>
    spans.some(([low, high]) => facts[key] >= low && facts[key] <= high);

function textTest(term: TextTerm): RecordTest {
  const { key } = term;
  const patterns = askedPatterns(term);
  const spell = valueSpellings[key];
  const holds = (texts: readonly string[]): boolean =>
    satisfies(patterns, spell === undefined ? texts : texts.flatMap(spell));
  if (key === 'who')
    return remembered(
      ({ person }) => person,
      (person) => holds(namesOf(person)),
    );
  if (key === 'session')
    return remembered(
      ({ session }) => session,
      ({ id }) => holds([id]),
    );
  if (key === 'kernel')
    return remembered(
      ({ session }) => session,
      ({ kernel }) => kernel !== undefined && holds([kernel]),
    );
  return remembered(({ facts }) => facts.terms[key], holds);
}

const namesOf = ({ issuer, subject, name }: SearchedPerson): readonly string[] => [
  subject,
  `${issuer}:${subject}`,
  ...(name === undefined ? [] : [name]),
];

/** Decides about each different thing once, however many records have it. */
function remembered<Thing>(
  of: (record: SearchedRecord) => Thing,
  decide: (thing: Thing) => boolean,
): RecordTest {
  const decided = new Map<Thing, boolean>();
  return (record) => {
    const thing = of(record);
    let holds = decided.get(thing);
    if (holds === undefined) {
      holds = decide(thing);
      decided.set(thing, holds);
    }
    return holds;
  };
}

import type { Scope } from '@vectorgate/policy-schema';
import type { RecordHeader } from '../record.ts';
import { placeOf, writePlace } from '../review/recorded-place.ts';
import type { TermColumn } from './columns.ts';

/** What can be searched of one record: all of it stands in its header, which carries no values. */
export interface RecordFacts {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Milliseconds; -1 where the record does not tell. */
  readonly latency: number;
  /** Bytes of request and response. */
  readonly size: number;
  /** Texts by column, sorted, each once. */
  readonly terms: Readonly<Record<TermColumn, readonly string[]>>;
}

type Source = Omit<RecordHeader, 'parts' | 'v'>;

const single = (text: string | undefined): readonly string[] => (text === undefined ? none : [text]);
const none: readonly string[] = [];
const distinct = (texts: readonly string[]): readonly string[] =>
  texts.length < 2 ? texts : [...new Set(texts)].sort();

const isNamed = (scope: Scope): scope is Scope & { readonly is: 'one' } => scope.is === 'one';

/** A name is told where it is one and was not looked up for somebody who may not know it. */
const namesOf = (
  { operations, decision }: Source,
  part: 'tenant' | 'database' | 'namespace',
): readonly string[] =>
  distinct(
    operations
      .flatMap(({ targets }) => targets.map((target) => target[part]))
      .filter(isNamed)
      .filter(({ lookedUp }) => decision.unseen !== true || lookedUp !== true)
      .map(({ name }) => name),
  );

/** Of fields their names, of what detectors find in them its kind: `email` is both. */
const held = (fields: readonly { readonly field: string; readonly found?: readonly string[] }[]) =>
  fields.flatMap(({ field, found = none }) => [field, ...found]);

export function factsOf(header: Source): RecordFacts {
  const { client, decision, operations, masked, unmasked = [], sizes } = header;
  const collections = operations
    .flatMap(({ targets }) => targets.map(({ collection }) => collection))
    .filter(isNamed);
  const collection = distinct(collections.map(({ name }) => name));
  return {
    time: Date.parse(header.time),
    latency: header.milliseconds ?? -1,
    size: sizes.request + sizes.response,
    terms: {
      connection: [header.connection],
      store: [header.store],
      group: distinct(header.who.groups),
      collection,
      shownCollection:
        decision.unseen === true
          ? distinct(collections.filter(({ lookedUp }) => lookedUp !== true).map(({ name }) => name))
          : collection,
      operation: distinct(operations.map(({ name }) => name)),
      class: distinct(operations.flatMap(({ classes }) => classes)),
      effect: [decision.effect],
      outcome: [header.kind === 'intent' ? 'unknown' : (header.outcome ?? 'failed')],
      code: single(decision.code),
      rule: distinct(decision.rules.map(({ policy, rule }) => `${policy}/${rule}`)),
      masked: distinct(masked.map(({ method }) => method)),
      field: distinct([
        ...masked.map(({ field }) => field),
        ...unmasked.map(({ field }) => field),
        ...operations.flatMap(({ fieldsFiltered }) => fieldsFiltered ?? none),
      ]),
      client: single(client.agent),
      mode: [decision.mode],
      place: [writePlace(placeOf(header))],
      tenant: namesOf(header, 'tenant'),
      database: namesOf(header, 'database'),
      namespace: namesOf(header, 'namespace'),
      answer: distinct(held([...masked, ...unmasked])),
      unmasked: distinct(held(unmasked)),
    },
  };
}

import type { TextKey } from './query-keys.ts';

interface SearchedScope {
  readonly is: string;
  readonly name?: string;
  /** The store was asked for it, the caller did not name it. */
  readonly lookedUp?: boolean;
}

/** Fields of an answer by name, with what detectors found in them. */
interface SearchedFields {
  readonly field: string;
  readonly found?: readonly string[];
}

/** What a query looks at in the header of a record, which carries no values. */
export interface SearchedHeader {
  readonly kind: 'intent' | 'outcome';
  /** RFC 3339. */
  readonly time: string;
  readonly who: { readonly groups: readonly string[] };
  readonly client: { readonly agent?: string };
  readonly connection: string;
  readonly store: string;
  readonly operations: readonly {
    readonly name: string;
    readonly classes: readonly string[];
    readonly targets: readonly {
      readonly [part in 'tenant' | 'database' | 'namespace' | 'collection']?: SearchedScope;
    }[];
    readonly fieldsFiltered?: readonly string[];
  }[];
  readonly decision: {
    readonly effect: string;
    readonly code?: string;
    readonly rules: readonly { readonly policy: string; readonly rule: string }[];
    readonly mode: string;
    /** The caller may not know what was looked up. */
    readonly unseen?: boolean;
  };
  readonly masked: readonly (SearchedFields & { readonly method: string })[];
  /** Delivered whole although policies mask them for others. */
  readonly unmasked?: readonly SearchedFields[];
  readonly outcome?: string;
  readonly milliseconds?: number;
  readonly sizes: { readonly request: number; readonly response: number };
}

/** Keys whose texts stand in one header alone; who asked and in which session is told of many records together. */
export type FactKey = Exclude<TextKey, 'who' | 'kernel' | 'session'>;

/** What can be searched of one record. */
export interface RecordFacts {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Milliseconds; -1 where the record does not tell. */
  readonly latency: number;
  /** Bytes of request and response. */
  readonly size: number;
  /** Texts by key, sorted, each once. */
  readonly terms: Readonly<Record<FactKey, readonly string[]>>;
}

const none: readonly string[] = [];
const single = (text: string | undefined): readonly string[] => (text === undefined ? none : [text]);

/** The texts sorted, each once. */
export const distinct = (texts: readonly string[]): readonly string[] =>
  texts.length < 2 ? texts : [...new Set(texts)].sort();

/** A name is told where it is one and was not looked up for somebody who may not know it. */
const toldNames = (
  { operations, decision }: SearchedHeader,
  part: 'tenant' | 'database' | 'namespace',
): readonly string[] =>
  distinct(
    operations
      .flatMap(({ targets }) => targets.map((target) => target[part]))
      .filter((scope) => scope?.is === 'one' && !(decision.unseen === true && scope.lookedUp === true))
      .flatMap((scope) => single(scope?.name)),
  );

/** Of fields their names, of what detectors find in them its kind: `email` is both. */
const held = (fields: readonly SearchedFields[]): readonly string[] =>
  fields.flatMap(({ field, found = none }) => [field, ...found]);

/** What a query may ask of a record, out of its header. */
export function recordFacts(header: SearchedHeader): RecordFacts {
  const { client, decision, operations, masked, unmasked = [], sizes } = header;
  const collections = operations
    .flatMap(({ targets }) => targets)
    .flatMap(({ collection }) => (collection?.is === 'one' ? single(collection.name) : none));
  return {
    time: Date.parse(header.time),
    latency: header.milliseconds ?? -1,
    size: sizes.request + sizes.response,
    terms: {
      connection: [header.connection],
      store: [header.store],
      group: distinct(header.who.groups),
      collection: distinct(collections),
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
      tenant: toldNames(header, 'tenant'),
      database: toldNames(header, 'database'),
      namespace: toldNames(header, 'namespace'),
      answer: distinct(held([...masked, ...unmasked])),
      unmasked: distinct(held(unmasked)),
    },
  };
}

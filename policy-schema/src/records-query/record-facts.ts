import type { TextKey } from './query-keys.ts';

interface SearchedScope {
  readonly is: string;
  readonly name?: string;
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
    readonly targets: readonly { readonly collection?: SearchedScope }[];
    readonly fieldsFiltered?: readonly string[];
  }[];
  readonly decision: {
    readonly effect: string;
    readonly code?: string;
    readonly rules: readonly { readonly policy: string; readonly rule: string }[];
    readonly mode: string;
  };
  readonly masked: readonly { readonly field: string; readonly method: string }[];
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

/** What a query may ask of a record, out of its header. */
export function recordFacts(header: SearchedHeader): RecordFacts {
  const { client, decision, operations, masked, sizes } = header;
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
        ...operations.flatMap(({ fieldsFiltered }) => fieldsFiltered ?? none),
      ]),
      client: single(client.agent),
      mode: [decision.mode],
    },
  };
}

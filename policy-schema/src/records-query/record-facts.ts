import { isMaskMethod } from './mask-words.ts';
import type { TextKey } from './query-keys.ts';

interface SearchedScope {
  readonly is: string;
  readonly name?: string;
  /** The name was looked up for somebody who knew an id alone. */
  readonly lookedUp?: boolean;
}

interface SearchedTarget {
  readonly tenant?: SearchedScope;
  readonly database?: SearchedScope;
  readonly namespace?: SearchedScope;
  readonly collection?: SearchedScope;
}

interface SearchedField {
  readonly field: string;
  /** What detectors found in it. */
  readonly found?: readonly string[];
  /** What was to be looked for in it: it could not be looked through, and was hidden whole. */
  readonly sought?: readonly string[];
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
    readonly targets: readonly SearchedTarget[];
    readonly fieldsFiltered?: readonly string[];
    readonly fieldsRequired?: readonly string[];
  }[];
  readonly decision: {
    readonly effect: string;
    readonly code?: string;
    /** Whoever asked may not know the names that were looked up for them. */
    readonly unseen?: boolean;
    readonly rules: readonly { readonly policy: string; readonly rule: string }[];
    readonly mode: string;
  };
  readonly masked: readonly (SearchedField & { readonly method: string })[];
  readonly unmasked?: readonly SearchedField[];
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
const distinct = (texts: readonly string[]): readonly string[] =>
  texts.length < 2 ? texts : [...new Set(texts)].sort();

/** Names of a part of targets; those that were looked up only where they are told. */
const namesOf = (
  { operations }: SearchedHeader,
  part: keyof SearchedTarget,
  withLookedUp: boolean,
): readonly string[] =>
  distinct(
    operations
      .flatMap(({ targets }) => targets)
      .map((target) => target[part])
      .filter((scope) => scope?.is === 'one' && (withLookedUp || scope.lookedUp !== true))
      .flatMap((scope) => single(scope?.name)),
  );

/** Of fields their names, of what detectors find in them, or may have found, its class: `email` is both. */
const held = (fields: readonly SearchedField[]): readonly string[] =>
  fields.flatMap(({ field, found = none, sought = none }) => [field, ...found, ...sought]);

/** Collections that whoever asked may know. */
export const shownCollections = (header: SearchedHeader): readonly string[] =>
  namesOf(header, 'collection', header.decision.unseen !== true);

/** What a query may ask of a record, out of its header. */
export function recordFacts(header: SearchedHeader): RecordFacts {
  const { client, decision, operations, masked, unmasked = [], sizes } = header;
  const isSeen = decision.unseen !== true;
  return {
    time: Date.parse(header.time),
    latency: header.milliseconds ?? -1,
    size: sizes.request + sizes.response,
    terms: {
      connection: [header.connection],
      store: [header.store],
      group: distinct(header.who.groups),
      tenant: namesOf(header, 'tenant', isSeen),
      database: namesOf(header, 'database', isSeen),
      namespace: namesOf(header, 'namespace', isSeen),
      collection: namesOf(header, 'collection', true),
      operation: distinct(operations.map(({ name }) => name)),
      class: distinct(operations.flatMap(({ classes }) => classes)),
      effect: [decision.effect],
      outcome: [header.kind === 'intent' ? 'unknown' : (header.outcome ?? 'failed')],
      code: single(decision.code),
      rule: distinct(decision.rules.map(({ policy, rule }) => `${policy}/${rule}`)),
      masked: distinct([
        ...masked.map(({ method }) => method),
        // A field or a pattern may be called `hash`: as a value, that is how something was masked.
        ...held(masked).filter((name) => !isMaskMethod(name)),
      ]),
      answer: distinct(held([...masked, ...unmasked])),
      unmasked: distinct(held(unmasked)),
      field: distinct([
        ...masked.map(({ field }) => field),
        ...unmasked.map(({ field }) => field),
        ...operations.flatMap(({ fieldsFiltered = none, fieldsRequired = none }) => [
          ...fieldsFiltered,
          ...fieldsRequired,
        ]),
      ]),
      client: single(client.agent),
      mode: [decision.mode],
    },
  };
}

import { operationClasses } from '../operation/operation-class.ts';
import { detectorClasses, maskMethods } from './mask-words.ts';

interface KeyBase {
  /** What it looks at, for people. */
  readonly about: string;
  readonly example: string;
}

/** A key whose values are texts; `words` are all that there are, where that is known, or with `open` some that there are. */
export interface TextKeyAbout extends KeyBase {
  readonly kind: 'text';
  readonly words?: readonly string[];
  /** Other values than the words may stand there as well. */
  readonly open?: true;
  /** Whether values are counted: what is different in almost every session is not. */
  readonly counted: boolean;
}

export interface OtherKeyAbout extends KeyBase {
  readonly kind: 'amount' | 'time' | 'content';
}

const text = (about: string, example: string, words?: readonly string[]) =>
  ({ kind: 'text', about, example, counted: true, ...(words !== undefined && { words }) }) as const;
const openText = (about: string, example: string, words: readonly string[]) =>
  ({ ...text(about, example, words), open: true }) as const;

/** Every key of a query, in the order in which they are offered. */
export const queryKeys = {
  who: text('subject, issuer:subject or name of who asked', 'who:ana'),
  group: text('a group of who asked', 'group:analysts'),
  connection: text('the connection', 'connection:insights'),
  store: text('the kind of store', 'store:chroma'),
  tenant: text(
    'a tenant of the store that was named; where tenants are a field: reach:tenant=globex',
    'tenant:globex-eu',
  ),
  database: text('a database of the store that was named', 'database:research'),
  namespace: text('a namespace of the store that was named', 'namespace:eu'),
  collection: text('a collection that was named', 'collection:customer-*'),
  operation: text('the store’s own name of an operation', 'operation:collection_query'),
  class: text('a class of operation; read and write stand for several', 'class:search', [
    ...operationClasses,
    'read',
    'write',
  ]),
  effect: text('what was decided', 'effect:deny', ['allow', 'deny', 'require-approval']),
  outcome: text('what became of it', 'outcome:refused', ['delivered', 'refused', 'failed', 'unknown']),
  code: text('code of a refusal or failure', 'code:limit-exceeded'),
  rule: text('a rule that mattered, alone or as policy/rule', 'rule:analysts-read'),
  masked: openText('what was masked: a field, what detectors found in one, or how', 'masked:email', [
    ...maskMethods,
    ...detectorClasses,
  ]),
  answer: openText(
    'what of an answer policies mask for anybody: a field, or what detectors find; masked or whole',
    'answer:email',
    detectorClasses,
  ),
  unmasked: openText('the same where it was delivered whole', 'unmasked:email', detectorClasses),
  field: text('a field that was masked, delivered whole or filtered on, also by rules', 'field:email'),
  client: text('what the client calls itself, or a word of it', 'client:python'),
  mode: text('whether the connection enforces or watches', 'mode:monitor', ['enforce', 'monitor']),
  kernel: {
    kind: 'text',
    about: 'the run of a kernel or process, as the kernel shim calls it',
    example: 'kernel:4f1c*',
    counted: false,
  },
  session: {
    kind: 'text',
    about: 'id of the session',
    example: 'session:01JD8Z6Q4MX3V7H2K9RBT5WYCN',
    counted: false,
  },
  on: { kind: 'time', about: 'within one day: a date, or a day by its name', example: 'on:tuesday' },
  since: { kind: 'time', about: 'from this time on: a day, a time, or how long ago', example: 'since:7d' },
  until: {
    kind: 'time',
    about: 'up to this time: a day to its end, a time, or how long ago',
    example: 'until:2026-11-20',
  },
  latency: { kind: 'amount', about: 'how long it took, the store included', example: 'latency:>200ms' },
  size: { kind: 'amount', about: 'bytes of request and response together', example: 'size:>1mb' },
  text: {
    kind: 'content',
    about: 'a text inside of requests; looks into one after the other, as far as you are shown them',
    example: 'text:"leaking kettle"',
  },
  reach: {
    kind: 'content',
    about: 'rows with this value of a field that guards left within reach; opens one record after the other',
    example: 'reach:tenant=globex',
  },
  filter: {
    kind: 'content',
    about: 'a condition that a field has this value, asked or added by rules; opens one after the other',
    example: 'filter:tenant=globex',
  },
} as const satisfies Readonly<Record<string, TextKeyAbout | OtherKeyAbout>>;

export type QueryKey = keyof typeof queryKeys;
type KeysOf<Kind> = { [K in QueryKey]: (typeof queryKeys)[K]['kind'] extends Kind ? K : never }[QueryKey];
export type TextKey = KeysOf<'text'>;
export type AmountKey = KeysOf<'amount'>;
export type TimeKey = KeysOf<'time'>;
export type ContentKey = KeysOf<'content'>;

export const isQueryKey = (name: string): name is QueryKey => Object.hasOwn(queryKeys, name);

/** Keys whose values are counted. */
export const facetKeys: readonly TextKey[] = (Object.keys(queryKeys) as QueryKey[]).filter(
  (key): key is TextKey => {
    const about: TextKeyAbout | OtherKeyAbout = queryKeys[key];
    return about.kind === 'text' && about.counted;
  },
);

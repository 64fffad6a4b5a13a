import { askedNumbers, askedText } from '../records/asked-text.ts';
import type { RecordedOperation, RecordHeader } from '../records/record-header.ts';
import type { Step } from '../records/step.ts';

/** In what two steps differ, as far as their headers tell, the gravest first. */
export const differences = ['effect', 'masks', 'changes', 'rules', 'asked'] as const;
export type Difference = (typeof differences)[number];

/** Each as it stands behind "differs in". */
export const differenceWords: Readonly<Record<Difference, string>> = {
  effect: 'effect',
  masks: 'masks',
  changes: 'what was changed',
  rules: 'rules',
  asked: 'what was asked',
};

/** Names of the rules that decided. */
export const rulesOf = ({ decision }: RecordHeader): readonly string[] =>
  decision.rules.map(({ policy, rule }) => `${policy}/${rule}`);

/** What was hidden, and what was whole though policies mask it for others. How often depends on the data and is left out. */
export const masksOf = ({ masked, unmasked = [] }: RecordHeader): readonly string[] => [
  ...masked.map(({ field, method }) => `${field} ${method}`),
  ...unmasked.map(({ field }) => `${field} whole`),
];

/** Names of the collections that were asked. */
export const collectionsOf = ({ operations }: RecordHeader): readonly string[] =>
  operations.flatMap(({ targets }) =>
    targets.flatMap(({ collection }) => (collection.is === 'one' ? [collection.name ?? ''] : [])),
  );

/** Compared by what became of it: an answer of which something was hidden was allowed as one of which nothing was. */
const effectOf = ({ mark }: Step): string => (mark.kind === 'mask' ? 'allow' : mark.kind);

const scopes = ({ targets }: RecordedOperation): readonly string[] =>
  targets.flatMap(({ tenant, database, namespace, collection }) =>
    [tenant, database, namespace, collection].map((scope) => `${scope?.is} ${scope?.name ?? ''}`),
  );

/**
 * What was asked, but for the values, which headers do not hold. Of other connections the store's own names and its tenants
 * and databases are left out: they differ anyway.
 */
export const askedKey = (header: RecordHeader, sameConnection: boolean): string =>
  JSON.stringify([
    askedText(header),
    askedNumbers(header),
    sameConnection ? header.operations.map((operation) => [operation.name, scopes(operation)]) : [],
  ]);

/** Whether two headers are of one connection. */
export const isSameConnection = (a: RecordHeader | undefined, b: RecordHeader | undefined): boolean =>
  a?.connection === b?.connection && a?.store === b?.store;

const asSet = (texts: readonly string[]): string => JSON.stringify([...new Set(texts)].sort());

const keys: Readonly<Record<Difference, (step: Step, sameConnection: boolean) => string>> = {
  effect: effectOf,
  masks: ({ header }) => asSet(masksOf(header)),
  changes: ({ header }) => asSet(header.changes),
  rules: ({ header }) => `${header.decision.code} ${asSet(rulesOf(header))}`,
  asked: ({ header }, sameConnection) => askedKey(header, sameConnection),
};

/** In what two steps that stand beside each other differ. */
export function stepDifferences(before: Step, now: Step): readonly Difference[] {
  const same = isSameConnection(before.header, now.header);
  return differences.filter((one) => keys[one](before, same) !== keys[one](now, same));
}

import {
  type GuardsOver,
  type MaskObligation,
  narrowsTo,
  type Operation,
  type RequiredFilter,
  touchesFieldPath,
} from '@vectorgate/policy-schema';
import { MaskLedger } from '../../masks/mask-ledger.ts';
import type { MaskTally, StoreProtocol } from '../../pipeline/store-protocol.ts';
import { maskedOperations } from './masked-operations.ts';
import type { ShownRecord, StoredRecord } from './shown-record.ts';

/** What is recorded of a decision, as far as it matters here. */
interface Decided {
  readonly operations?: readonly { readonly obligations?: { readonly filter?: RequiredFilter } }[];
}

interface RecordedDecision extends Decided {
  /** With the rules that are only watched. */
  readonly monitored?: Decided;
}

const parse = (part: Buffer): unknown => {
  try {
    return JSON.parse(part.toString());
  } catch {
    return part.toString();
  }
};

/** Free text in what the gate recorded of itself: what somebody searched for or wrote. No mask knows what is in it. */
const freeText = ['request', 'response'] as const;

/** What the gate recorded of itself, without what people wrote into it. */
export const withoutFreeText = (record: StoredRecord): ShownRecord =>
  withoutParts(record, 'It may quote what the extract masks: people wrote it, or searched for it.');

/**
 * A look into requests, for others than who looked: which words were searched for and which records held them would tell its
 * reader what their own guards may mask. Nobody knows any more what those records would have shown to this reader.
 */
export const withoutLookedFor = (record: StoredRecord): ShownRecord =>
  withoutParts(
    record,
    'It says which words were searched for inside of requests, or where they stand: that is shown to whoever searched, and nobody else.',
  );

function withoutParts(record: StoredRecord, reason: string): ShownRecord {
  const withheld = freeText.filter((part) => record.parts[part] !== undefined);
  if (withheld.length === 0) return wholeRecord(record);
  const { decision, operations } = wholeRecord(record);
  return {
    ...(decision !== undefined && { decision }),
    ...(operations !== undefined && { operations }),
    withheld: withheld.map((part) => ({ part, reason })),
  };
}

/** All of a record's content, as it was recorded. */
export const wholeRecord = ({ header, parts }: StoredRecord): ShownRecord => ({
  ...(parts.decision && { decision: parse(parts.decision) }),
  ...(parts.operations && { operations: parse(parts.operations) }),
  ...(parts.request && { request: parse(parts.request) }),
  ...(parts.response && { response: parse(parts.response), masked: header.masked }),
  whole: true,
  withheld: [],
});

/** Nothing of a record's content. */
export const withheldRecord = ({ parts }: StoredRecord, reason: string): ShownRecord => ({
  withheld: (['decision', 'operations', 'request', 'response'] as const)
    .filter((part) => parts[part] !== undefined)
    .map((part) => ({ part, reason })),
});

/** The operations in a record; undefined where the request was not understood. */
export function recordedOperations({ parts }: StoredRecord): readonly Operation[] | undefined {
  const recorded = parts.operations && (parse(parts.operations) as { operations?: readonly Operation[] });
  return recorded?.operations !== undefined && recorded.operations.length > 0
    ? recorded.operations
    : undefined;
}

/**
 * Somebody else's record under a reader's own guards, one for each of its operations: the answer is masked again, values
 * of masked fields are taken out of the operations, and what cannot be masked for certain is withheld.
 */
export function showUnderGuards(
  record: StoredRecord,
  operations: readonly Operation[],
  guards: readonly GuardsOver[],
  protocol: Pick<StoreProtocol<never, never>, 'remask'>,
  // For whom values are masked, as reasons say it.
  where: 'for you' | 'in this extract' = 'for you',
): ShownRecord {
  const { header, parts } = record;
  if (guards.some(({ denied }) => denied))
    return withheldRecord(record, 'A rule closes this collection to you.');
  const all = wholeRecord(record);
  if (guards.some((guard, at) => guard.closed || !isNarrowEnough(guard, at, record, all.decision)))
    return withheldRecord(
      record,
      'A guard lets you reach only some of these records, or none without an approval.',
    );
  const masks = guards.flatMap((guard) => guard.masks);
  if (masks.length === 0) return all;
  const ledger = new MaskLedger();
  const response =
    parts.response && protocol.remask(operations, header.status ?? 200, parts.response, masks, ledger);
  // Names of what was left out for its reader are not for them: beside this answer none stands.
  const dropped = masks.filter(({ method }) => method === 'drop');
  const isLeftOut = ({ field }: MaskTally): boolean =>
    dropped.some(({ fields }) => touchesFieldPath(fields, field));
  const again = ledger.tallies().filter(({ method }) => method !== 'drop');
  const quotes = all.decision !== undefined && mayQuote(all.decision as RecordedDecision, masks);
  return {
    ...(all.decision !== undefined && !quotes && { decision: all.decision }),
    operations: {
      operations: maskedOperations(operations, masks),
      ...(!quotes && shownIdentity(all.operations, masks)),
    },
    ...(response && {
      response: parse(Buffer.from(response)),
      masked: [...header.masked, ...again].filter((tally) => !isLeftOut(tally)),
    }),
    withheld: [
      ...(quotes ? [{ part: 'decision', reason: `It names a field that is masked ${where}.` } as const] : []),
      ...(parts.request
        ? [
            {
              part: 'request',
              reason: `It may quote fields that are masked ${where}; what was asked stands in operations.`,
            } as const,
          ]
        : []),
      ...(parts.response && !response
        ? [{ part: 'response', reason: `This kind of answer cannot be masked ${where}.` } as const]
        : []),
    ],
  };
}

/**
 * The caller's claims, by which rules decide. A claim that is called like a masked field may hold what is in it: then none
 * are shown, as some would pass for all.
 */
function shownIdentity(recorded: unknown, masks: readonly MaskObligation[]): { identity?: unknown } {
  const { identity } = recorded as { identity?: { claims?: Readonly<Record<string, unknown>> } };
  const isHidden = (name: string): boolean => masks.some(({ fields }) => touchesFieldPath(fields, name));
  return identity === undefined || Object.keys(identity.claims ?? {}).some(isHidden) ? {} : { identity };
}

const filterOf = (decision: unknown, operation: number): RequiredFilter | undefined =>
  (decision as RecordedDecision | undefined)?.operations?.[operation]?.obligations?.filter;

/** Whether what was recorded was narrowed, then, to no more than the reader's own call would be now. */
function isNarrowEnough(
  { filter }: GuardsOver,
  operation: number,
  { header }: StoredRecord,
  decision: unknown,
): boolean {
  if (filter === undefined) return true;
  const { mode, effect } = header.decision;
  const wasNarrowed = mode === 'enforce' && effect === 'allow';
  return wasNarrowed && narrowsTo(filterOf(decision, operation), filter);
}

/** Whether what a decision owed, with the caller's claims in it, is about a field that is masked. */
function mayQuote(decision: RecordedDecision, masks: readonly MaskObligation[]): boolean {
  const touches = (filter: RequiredFilter): boolean =>
    'of' in filter
      ? filter.of.some(touches)
      : masks.some(({ fields }) => touchesFieldPath(fields, filter.field));
  return [decision, decision.monitored]
    .flatMap((decided) => decided?.operations ?? [])
    .some(({ obligations }) => obligations?.filter !== undefined && touches(obligations.filter));
}

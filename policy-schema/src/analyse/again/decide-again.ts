import type { PolicySet } from '../../compile/policy-set.ts';
import { decide } from '../../decide/decide.ts';
import type { OperationDecision, RequestDecision } from '../../decide/decision.ts';
import { filterFields } from '../../operation/filter-fields.ts';
import { decidingRules } from '../../test-run/observe.ts';
import { compareMasks } from '../access/compare-masks.ts';
import { againstRecord, MaskChanges, outcomeChanges } from '../replay/outcome-changes.ts';
import { policyCodes } from '../replay/policy-codes.ts';
import { readsClaims } from '../replay/reads-claims.ts';
import type { RecordedAsk } from '../replay/recorded.ts';
import { inputOf } from '../replay/recorded-input.ts';
import type { UnsureReason } from '../replay/replay-tally.ts';
import type { DecidedAgain, Verdict, VerdictRule } from './again.ts';

/** What is asked again. */
export interface AskedAgain {
  readonly ask: RecordedAsk;
  /** The decision's part of the record, as far as it is shown to whoever asks; null where it is not. */
  readonly recorded: unknown;
  /** Milliseconds since the epoch: as if it were asked then. */
  readonly instant: number;
}

/**
 * Decides one recorded request by other policies, and says what would be otherwise. No value of the data is in what it
 * takes or gives.
 */
export function decideAgain(set: PolicySet, { ask, recorded, instant }: AskedAgain): DecidedAgain {
  const recordedThen = recordedDecision(recorded, ask.operations.length);

  const before = recordedThen && verdictOf(recordedThen);
  if (ask.operations.length === 0) return { changes: [], otherRules: false, unsure: 'not-understood' };
  const input = inputOf(ask, instant);
  const after = decide(set, input);
  const now = verdictOf(after);
  const { effect, code } = ask.decision;
  const byGate = effect === 'deny' && code !== undefined && !policyCodes.has(code);
  const changes =
    recordedThen !== undefined
      ? outcomeChanges(recordedThen, after, input.operations, new MaskChanges())
      : byGate
        ? []
        : againstRecord(ask.decision, after);
  const unsure = unsureOf(set, ask, [recordedThen, after], byGate);
  return {
    ...(before !== undefined && { before }),
    now,
    changes: unsure === 'written-values' ? [] : changes,
    otherRules: before !== undefined && !sameRules(before.rules, now.rules),
    ...(unsure !== undefined && { unsure }),
  };
}

function unsureOf(
  set: PolicySet,
  { who, operations }: RecordedAsk,
  decisions: readonly (RequestDecision | undefined)[],
  byGate: boolean,
): UnsureReason | undefined {
  const writes = operations.some(({ written }) => written !== undefined);
  const filtered = decisions.some((one) => one?.operations.some(({ obligations }) => obligations.filter));
  const outside = decisions.some((one) => one?.refusal?.code === 'written-outside-filter');
  if (writes && (filtered || outside)) return 'written-values';
  if (byGate) return 'refused-by-gate';
  return who.claims === undefined && set.rules.some(readsClaims) ? 'claims-not-recorded' : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The decision as the gateway wrote it down; undefined where it is not shown, or of another number of operations. */
function recordedDecision(recorded: unknown, operations: number): RequestDecision | undefined {
  if (!isObject(recorded) || !Array.isArray(recorded.operations)) return undefined;
  const decided = recorded.operations as OperationDecision[];
  if (decided.length === 0 || decided.length !== operations) return undefined;
  if (!decided.every((one) => isObject(one?.obligations) && Array.isArray(one.trace))) return undefined;
  const refusal = decided.find((one) => one.refusal !== undefined)?.refusal;
  return {
    effect: recorded.effect as RequestDecision['effect'],
    revision: { digest: '' },
    operations: decided.map((one) => ({
      ...one,
      obligations: {
        ...one.obligations,
        masks: one.obligations.masks ?? [],
        rates: one.obligations.rates ?? [],
      },
    })),
    ...(refusal !== undefined && { refusal }),
  };
}

function verdictOf({ effect, refusal, operations }: RequestDecision): Verdict {
  const rules = decidingRules({ operations, ...(refusal !== undefined && { refusal }) });
  if (effect !== 'allow')
    return { effect, ...(refusal && { code: refusal.code }), rules, masks: [], filter: [] };
  const masks = operations.flatMap(({ obligations }) => obligations.masks);
  const fields = operations.flatMap(({ obligations: { filter } }) => (filter ? filterFields(filter) : []));
  const topK = operations.flatMap((one) => one.obligations.topK ?? []);
  return {
    effect,
    rules,
    masks: compareMasks([], masks, [], true).flatMap(({ aspect, field, after }) =>
      aspect === 'mask' ? [{ field: field ?? '', as: after ?? '' }] : [],
    ),
    filter: [...new Set(fields)],
    ...(topK.length > 0 && { topK: Math.min(...topK) }),
  };
}

function sameRules(a: readonly VerdictRule[], b: readonly VerdictRule[]): boolean {
  const names = (rules: readonly VerdictRule[]): string =>
    rules
      .map(({ policy, rule }) => `${policy}/${rule}`)
      .sort()
      .join('\n');
  return names(a) === names(b);
}

import type { MaskObligation, RequestDecision, RuleReference } from '../../decide/decision.ts';
import { joinMasks } from '../../decide/join-masks.ts';
import type { RequiredFilter } from '../../operation/filter.ts';
import { filterFields } from '../../operation/filter-fields.ts';
import type { Operation } from '../../operation/operation.ts';
import { classGroups } from '../../operation/operation-class.ts';
import { compareMasks } from '../access/compare-masks.ts';
import type { RecordedDecision } from './recorded.ts';

/** `held`: it would have had to wait for an approval. `changed`: another filter, of which it is not told which gives more. */
export type OutcomeKind =
  | 'allowed'
  | 'unmasked'
  | 'widened'
  | 'changed'
  | 'refused'
  | 'held'
  | 'masked'
  | 'narrowed';

/** How the outcome of one request differs, and by which rule. */
export interface OutcomeChange {
  readonly kind: OutcomeKind;
  /** One phrase: a code, a field and what becomes of it. */
  readonly what: string;
  readonly rule?: RuleReference & { readonly side: 'base' | 'head' };
}

const rank = { deny: 0, 'require-approval': 1, allow: 2 } as const;
const reads: ReadonlySet<string> = new Set(classGroups.read);

type Side = 'base' | 'head';
const at = (rule: RuleReference | undefined, side: Side): Pick<OutcomeChange, 'rule'> =>
  rule === undefined ? {} : { rule: { ...rule, side } };

/** The permit by which something was allowed, else any rule that mattered. */
const permitOf = ({ operations }: RequestDecision): RuleReference | undefined =>
  operations
    .flatMap(({ trace }) => trace)
    .find(({ effect, outcome }) => effect === 'allow' && outcome === 'applied')?.rule;

/** What differs between the decision as it was recorded and as it would be. Of masks a record does not tell. */
export function againstRecord(before: RecordedDecision, after: RequestDecision): readonly OutcomeChange[] {
  if (rank[before.effect] === rank[after.effect]) return [];
  if (rank[before.effect] < rank[after.effect])
    return [{ kind: 'allowed', what: before.code ?? 'refused before', ...at(permitOf(after), 'head') }];
  return [refusedBy(after, undefined)];
}

const refusedBy = (after: RequestDecision, before: RequestDecision | undefined): OutcomeChange => {
  const { effect, refusal } = after;
  const kind = effect === 'require-approval' ? 'held' : 'refused';
  const what = refusal?.code ?? 'denied';
  if (refusal?.rule !== undefined) return { kind, what, ...at(refusal.rule, 'head') };
  // Nothing permits it any more: the rule that did is the one to look at.
  return { kind, what, ...at(before && permitOf(before), 'base') };
};

/** By what the same difference is known again: kind, rule and what differs. */
export const changeKey = ({ kind, what, rule }: OutcomeChange): string =>
  `${kind} ${rule?.side} ${rule?.policy}/${rule?.rule} ${what}`;

/** Each once: a request of many operations differs in all of them alike. */
function distinct(changes: readonly OutcomeChange[]): readonly OutcomeChange[] {
  if (changes.length < 2) return changes;
  const known = new Map<string, OutcomeChange>();
  for (const change of changes) {
    const key = changeKey(change);
    if (!known.has(key)) known.set(key, change);
  }
  return [...known.values()];
}

/** What differs between the decisions of two policy sets on one request, each difference once. */
export function outcomeChanges(
  before: RequestDecision,
  after: RequestDecision,
  operations: readonly Operation[],
  masks: MaskChanges,
): readonly OutcomeChange[] {
  if (rank[before.effect] < rank[after.effect]) {
    const { refusal } = before;
    const what = refusal?.code ?? 'denied';
    const byPermit = what === 'no-permit' || what === 'limit-exceeded';
    const permit = at(permitOf(after), 'head');
    const rule = byPermit && permit.rule !== undefined ? permit : at(refusal?.rule, 'base');
    return [{ kind: 'allowed', what, ...rule }];
  }
  if (rank[before.effect] > rank[after.effect]) return [refusedBy(after, before)];
  if (after.effect !== 'allow') return [];
  const changes: OutcomeChange[] = [];
  for (const [i, operation] of operations.entries()) {
    const [was, is] = [before.operations[i]!.obligations, after.operations[i]!.obligations];
    changes.push(...masks.between(was.masks, is.masks, operation));
    if (!sameFilter(was.filter, is.filter)) {
      const kind = was.filter === undefined ? 'narrowed' : is.filter === undefined ? 'widened' : 'changed';
      const filter = is.filter ?? was.filter!;
      const fields = filterFields(filter);
      const verb = kind === 'narrowed' ? 'added' : kind === 'widened' ? 'dropped' : 'changed';
      const named = fields === 'all' ? 'fields' : fields.join(', ');
      const rule =
        kind === 'widened' ? at(filteringRule(before, i), 'base') : at(filteringRule(after, i), 'head');
      changes.push({ kind, what: `filter on ${named} ${verb}`, ...rule });
    }
    if (was.topK !== is.topK) {
      const kind = (is.topK ?? Infinity) < (was.topK ?? Infinity) ? 'narrowed' : 'widened';
      const what =
        is.topK === undefined ? `top-k no longer lowered to ${was.topK}` : `top-k lowered to ${is.topK}`;
      changes.push({
        kind,
        what,
        ...at(
          filteringRule(is.topK === undefined ? before : after, i),
          is.topK === undefined ? 'base' : 'head',
        ),
      });
    }
  }
  return distinct(changes);
}

/** Filters are put together in one order, so equal ones are alike part by part. */
function sameFilter(a: RequiredFilter | undefined, b: RequiredFilter | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.op !== 'compare' || b.op !== 'compare')
    return (
      a.op === b.op &&
      'of' in a &&
      'of' in b &&
      a.of.length === b.of.length &&
      a.of.every((part, i) => sameFilter(part, b.of[i]))
    );
  if (a.field !== b.field || a.test !== b.test) return false;
  if (a.test === 'eq' || b.test === 'eq') return a.value === b.value;
  const values = b.value;
  return a.value.length === values.length && a.value.every((value, i) => value === values[i]);
}

const filteringRule = ({ operations }: RequestDecision, i: number): RuleReference | undefined => {
  const trace = operations[i]!.trace;
  return (
    trace.find(({ effect, match }) => effect === 'guard' && match !== 'no') ??
    trace.find(({ effect }) => effect === 'allow')
  )?.rule;
};

/** What a change takes beside its text, about. */
const changeSize = 200;
/** Characters up to which is kept in mind what masks come to. */
const mostKnown = 1024 * 1024;

/** Masks are the same objects in every decision of a set, so what two lists of them come to is worked out once. */
export class MaskChanges {
  readonly #numbers = new WeakMap<MaskObligation, number>();
  readonly #known = new Map<string, readonly OutcomeChange[]>();
  #next = 0;
  #size = 0;

  between(
    before: readonly MaskObligation[],
    after: readonly MaskObligation[],
    { classes }: Operation,
  ): readonly OutcomeChange[] {
    if (before.length === 0 && after.length === 0) return [];
    const readsOnly = classes.every((name) => reads.has(name));
    const key = `${this.#keyOf(before)}|${this.#keyOf(after)}|${readsOnly}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      known = maskChanges(before, after, readsOnly);
      this.#size += key.length + known.reduce((sum, { what }) => sum + what.length + changeSize, 0);
      if (this.#size < mostKnown) this.#known.set(key, known);
    }
    return known;
  }

  #keyOf(masks: readonly MaskObligation[]): string {
    let key = '';
    for (const mask of masks) {
      let number = this.#numbers.get(mask);
      if (number === undefined) {
        number = this.#next++;
        this.#numbers.set(mask, number);
      }
      key += `${number} `;
    }
    return key;
  }
}

function maskChanges(
  before: readonly MaskObligation[],
  after: readonly MaskObligation[],
  readsOnly: boolean,
): readonly OutcomeChange[] {
  return compareMasks(before, after, [], readsOnly).flatMap(
    ({ kind, aspect, field, before: was, after: is }): OutcomeChange[] => {
      if (aspect !== 'mask') return [];
      const what = `${field}: ${was} → ${is}`;
      const path = field === 'other fields' ? '\u0000other' : (field ?? '');
      const ruleIn = (masks: readonly MaskObligation[]) => joinMasks(masks, path)?.rules[0];
      const rule =
        kind === 'unmasked'
          ? at(ruleIn(before), 'base')
          : at(ruleIn(after) ?? ruleIn(before), ruleIn(after) ? 'head' : 'base');
      return [{ kind: kind === 'masked' || kind === 'unmasked' ? kind : 'changed', what, ...rule }];
    },
  );
}

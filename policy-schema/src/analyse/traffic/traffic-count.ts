import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { policySetOf } from '../../compile/load-policies.ts';
import type { PolicySet } from '../../compile/policy-set.ts';
import { decide } from '../../decide/decide.ts';
import type { OperationDecision, TraceStep } from '../../decide/decision.ts';
import { type RuleTraffic, trafficKey } from '../../language/traffic.ts';
import type { RecordedAsk, RecordedRequest } from '../replay/recorded.ts';
import { inputOf } from '../replay/recorded-input.ts';

/** Requests that are alike and fall between the same ends of permits. */
interface Alike {
  readonly ask: RecordedAsk;
  readonly time: number;
  count: number;
}

const noRevision = { digest: '' };

/** Outcomes of guards that refuse. */
const refuses: ReadonlySet<string> = new Set(['limit-exceeded', 'filter-claim-missing']);

/**
 * Decides recorded requests under some rules and counts, for each rule, the operations that it matches and those that it
 * would refuse. What connecting, listing and describing imply is left out: no guard binds it. A rule that is only watched
 * is counted as if it were in force.
 */
export class TrafficCount {
  readonly #enforced: PolicySet;
  readonly #watched: PolicySet | undefined;
  readonly #counts = new Map<string, { matched: number; refused: number }>();
  readonly #left: Alike[];

  constructor(rules: readonly CompiledRule[], requests: readonly RecordedRequest[]) {
    this.#enforced = policySetOf(
      rules.filter((rule) => !rule.monitored),
      noRevision,
    );
    const watches = rules.some((rule) => rule.monitored);
    this.#watched = watches
      ? policySetOf(
          rules.map((rule) => ({ ...rule, monitored: false })),
          noRevision,
        )
      : undefined;
    for (const { reference } of rules) this.#counts.set(trafficKey(reference), { matched: 0, refused: 0 });
    this.#monitored = new Set(rules.flatMap((one) => (one.monitored ? trafficKey(one.reference) : [])));
    this.#left = alike(rules, requests);
  }

  readonly #monitored: ReadonlySet<string>;

  /** Goes on for about so many milliseconds; true when all is counted. */
  goOn(milliseconds: number): boolean {
    const until = performance.now() + milliseconds;
    for (let done = 0; this.#left.length > 0; done++) {
      if (done % 64 === 63 && performance.now() > until) return false;
      this.#add(this.#left.pop()!);
    }
    return true;
  }

  /** What was counted so far, by `trafficKey`. */
  get rules(): ReadonlyMap<string, RuleTraffic> {
    return this.#counts;
  }

  #add({ ask, time, count }: Alike): void {
    const input = inputOf(ask, time);
    const { operations } = decide(this.#enforced, input);
    const watched = this.#watched && decide(this.#watched, input).operations;
    for (const [i, { implied }] of input.operations.entries()) {
      if (implied !== undefined) continue;
      this.#count(operations[i]!, count, (key) => !this.#monitored.has(key));
      if (watched !== undefined) this.#count(watched[i]!, count, (key) => this.#monitored.has(key));
    }
  }

  #count({ trace, refusal }: OperationDecision, count: number, wanted: (key: string) => boolean): void {
    const by = refusal?.rule && trafficKey(refusal.rule);
    const seen = new Map<string, boolean>();
    for (const step of trace) {
      const key = trafficKey(step.rule);
      if (!isMatch(step) || !wanted(key)) continue;
      seen.set(key, (seen.get(key) ?? false) || isRefusal(step) || key === by);
    }
    for (const [key, refused] of seen) {
      const own = this.#counts.get(key);
      if (own === undefined) continue;
      own.matched += count;
      if (refused) own.refused += count;
    }
  }
}

const isMatch = ({ match, outcome }: TraceStep): boolean => match !== 'no' && outcome !== 'unknown';

const isRefusal = ({ effect, outcome }: TraceStep): boolean =>
  effect === 'deny' || (effect !== 'allow' && refuses.has(outcome));

/** A decision depends on its instant by the ends of permits alone. */
function alike(rules: readonly CompiledRule[], requests: readonly RecordedRequest[]): Alike[] {
  const ends = [...new Set(rules.flatMap(({ expires }) => expires ?? []))].sort((a, b) => a - b);
  const spans: Map<RecordedAsk, Alike>[] = [];
  for (const { ask, time } of requests) {
    if (ask.operations.length === 0) continue;
    let span = 0;
    while (span < ends.length && ends[span]! <= time) span++;
    spans[span] ??= new Map();
    const known = spans[span]!.get(ask);
    if (known === undefined) spans[span]!.set(ask, { ask, time, count: 1 });
    else known.count++;
  }
  return spans.flatMap((span) => [...span.values()]);
}

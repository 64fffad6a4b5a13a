import type { PolicySet } from '../../compile/policy-set.ts';
import { decide } from '../../decide/decide.ts';
import type { RuleReference } from '../../decide/decision.ts';
import { againstRecord, MaskChanges, type OutcomeChange, outcomeChanges } from './outcome-changes.ts';
import { policyCodes } from './policy-codes.ts';
import { readsClaims } from './reads-claims.ts';
import type { RecordedAsk, RecordedRequest } from './recorded.ts';
import { inputOf } from './recorded-input.ts';
import { type ReplayReport, ReplayTally, type UnsureReason } from './replay-tally.ts';

export interface ReplayOptions {
  /** What is compared with; absent: what was decided then. */
  readonly base?: PolicySet | undefined;
  readonly head: PolicySet;
  /** Told now and then how many were decided. */
  readonly onProgress?: (requests: number) => void;
  readonly signal?: AbortSignal;
  /** How many requests are told of each difference, the latest; ten without it. */
  readonly mostExamples?: number;
}

/** Milliseconds after which others have their turn. */
const slice = 40;
/** Requests between two looks at the clock. */
const stride = 512;
/** Different questions that are kept: what is asked again is not decided again. */
const mostKept = 150_000;

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

interface Decided {
  readonly changes: readonly OutcomeChange[];
  readonly unsure: UnsureReason | undefined;
}

/**
 * Decides recorded requests again, at the time at which they were made, and says what would have been otherwise. What
 * cannot be decided from a record is counted by its reason. Ends early, with what it has, when `signal` says so.
 */
export async function replay(
  requests: AsyncIterable<RecordedRequest> | Iterable<RecordedRequest>,
  { base, head, onProgress, signal, mostExamples }: ReplayOptions,
): Promise<ReplayReport> {
  const tally = new ReplayTally(Number.POSITIVE_INFINITY, mostExamples);
  const decider = new Decider(base, head);
  let since = performance.now();
  for await (const request of requests) {
    if (signal?.aborted) return tally.report(true);
    const { changes, unsure } = decider.decided(request);
    tally.add(request, changes, unsure);
    if (tally.requests % stride !== 0 || performance.now() - since < slice) continue;
    onProgress?.(tally.requests);
    await breathe();
    since = performance.now();
  }
  onProgress?.(tally.requests);
  return tally.report(signal?.aborted === true);
}

class Decider {
  readonly #base: PolicySet | undefined;
  readonly #head: PolicySet;
  readonly #ends: readonly number[];
  readonly #asksClaims: boolean;
  readonly #masks = new MaskChanges();
  /** Of the head, where they stand. */
  readonly #rules: ReadonlyMap<string, RuleReference>;
  /** By how many of the ends are over. */
  readonly #known: Map<RecordedAsk, Decided>[] = [];

  constructor(base: PolicySet | undefined, head: PolicySet) {
    this.#base = base;
    this.#head = head;
    const rules = [...(base?.rules ?? []), ...head.rules];
    // A decision depends on its instant by these alone.
    this.#ends = [...new Set(rules.flatMap(({ expires }) => expires ?? []))].sort((a, b) => a - b);
    this.#asksClaims = rules.some(readsClaims);
    this.#rules = new Map(head.rules.map(({ reference }) => [keyOf(reference), reference]));
  }

  decided({ ask, time }: RecordedRequest): Decided {
    let span = 0;
    while (span < this.#ends.length && this.#ends[span]! <= time) span++;
    let known = this.#known[span];
    if (known === undefined || known.size >= mostKept) {
      known = new Map();
      this.#known[span] = known;
    }
    let own = known.get(ask);
    if (own === undefined) {
      own = this.#decide(ask, time);
      known.set(ask, own);
    }
    return own;
  }

  /** A rule that is still there is told of where it stands now. */
  #asItStands(change: OutcomeChange): OutcomeChange {
    const now = change.rule?.side === 'base' ? this.#rules.get(keyOf(change.rule)) : undefined;
    return now === undefined ? change : { ...change, rule: { ...now, side: 'head' } };
  }

  #decide(ask: RecordedAsk, time: number): Decided {
    if (ask.operations.length === 0) return { changes: [], unsure: 'not-understood' };
    const { code } = ask.decision;
    if (this.#base === undefined && code !== undefined && !policyCodes.has(code))
      return { changes: [], unsure: 'refused-by-gate' };
    const input = inputOf(ask, time);
    const after = decide(this.#head, input);
    const before = this.#base && decide(this.#base, input);
    const changes =
      before === undefined
        ? againstRecord(ask.decision, after)
        : outcomeChanges(before, after, input.operations, this.#masks);
    const writes = ask.operations.some(({ written }) => written !== undefined);
    // Whether what was written lies within a filter cannot be told without the values.
    const filtered = [before, after].some((one) =>
      one?.operations.some(({ obligations }) => obligations.filter),
    );
    const unsure =
      writes && filtered && (before === undefined || changes.length > 0)
        ? 'written-values'
        : this.#asksClaims && ask.who.claims === undefined
          ? 'claims-not-recorded'
          : undefined;
    return {
      changes: unsure === 'written-values' ? [] : changes.map((one) => this.#asItStands(one)),
      unsure,
    };
  }
}

const keyOf = ({ policy, rule }: RuleReference): string => `${policy}/${rule}`;

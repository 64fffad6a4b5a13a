import { type DecideInput, decide, type RequestDecision } from '@vectorgate/policy-schema';
import {
  changeKey,
  MaskChanges,
  type OutcomeChange,
  outcomeChanges,
  type ReplayReport,
  ReplayTally,
  type TellsWhom,
} from '@vectorgate/policy-schema/analyse';
import type { Logger } from 'pino';
import type { AskedBeside, Beside } from '../../pipeline/gate.ts';
import { placeOf, writePlace } from '../../sessions/review/recorded-place.ts';
import type { Candidate } from '../candidate.ts';
import type { ChangeDiff } from '../change/change-diff.ts';
import type { PolicyChange } from '../history/policy-change.ts';

/** Bytes, about, of what is kept in mind for its report, and of different outcomes that are told apart by the list itself. */
const mostTallied = 16 * 1024 * 1024;
const mostKnown = 2 * 1024 * 1024;
/** Differences that a record names. */
const mostRecorded = 50;

/** A set of policies that decides every request beside the one in force, without effect on any. */
export class PolicyCanary {
  readonly candidate: Candidate;
  /** As the change that it would be. */
  readonly change: PolicyChange;
  /** What that change would do to whom; undefined where it cannot be told. */
  readonly diff: ChangeDiff | undefined;
  readonly #log: Logger;
  readonly #tally: ReplayTally;
  readonly #masks = new MaskChanges();
  readonly #known = new Map<string, readonly OutcomeChange[]>();
  #knownBytes = 0;
  #failed = 0;

  constructor(
    candidate: Candidate,
    last: PolicyChange,
    diff: ChangeDiff | undefined,
    log: Logger,
    most = mostTallied,
  ) {
    this.candidate = candidate;
    this.diff = diff;
    this.#tally = new ReplayTally(most);
    this.change = {
      revision: last.revision + 1,
      digest: candidate.set.revision.digest,
      time: new Date().toISOString(),
      ...candidate.origin,
    };
    this.#log = log;
  }

  /** How it decides otherwise; undefined when it does not. Never throws: what fails here must not fail a request. */
  beside(
    input: DecideInput,
    decision: RequestDecision,
    { id, session, store }: AskedBeside,
  ): Beside | undefined {
    try {
      const other = decide(this.candidate.set, input);
      const changes = this.#once(outcomeChanges(decision, other, input.operations, this.#masks));
      const { identity, connection, operations, instant } = input;
      const place =
        changes.length === 0 ? '' : writePlace(placeOf({ connection: connection.name, store, operations }));
      this.#tally.add({ id, session, time: instant, ask: { who: identity }, place }, changes, undefined);
      if (changes.length === 0) return undefined;
      const { digest } = this.change;
      const more = changes.length - mostRecorded;
      return more > 0 ? { digest, changes: changes.slice(0, mostRecorded), more } : { digest, changes };
    } catch (err) {
      if (this.#failed === 0) this.#log.error({ err }, 'the policies beside those in force could not decide');
      this.#failed += 1;
      return undefined;
    }
  }

  /** What it would have done until now, to those whom the reader may be told, and how often it could not decide. */
  report(tells: TellsWhom): { readonly report: ReplayReport; readonly failed: number } {
    return { report: this.#tally.report(false, tells), failed: this.#failed };
  }

  /** The same changes as the same list, by which they are counted. */
  #once(changes: readonly OutcomeChange[]): readonly OutcomeChange[] {
    if (changes.length === 0) return none;
    const key = JSON.stringify(changes.map(changeKey).sort());
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // The key, and the list about as large again. What is full takes no more: it is only counted slower.
    const bytes = 2 * key.length + 200;
    if (this.#knownBytes + bytes <= mostKnown) {
      this.#knownBytes += bytes;
      this.#known.set(key, changes);
    }
    return changes;
  }
}

const none: readonly OutcomeChange[] = [];

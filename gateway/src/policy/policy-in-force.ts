import {
  type DecideInput,
  decide,
  type MaskObligation,
  masksAbout,
  type PolicyProblem,
  type PolicySet,
  type RequestDecision,
} from '@vectorgate/policy-schema';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import type { Actor } from '../sessions/evidence/own-record.ts';
import { PolicyCanary } from './canary/policy-canary.ts';
import type { Candidate } from './candidate.ts';
import type { ChangeDiff } from './change/change-diff.ts';
import { diffPolicies } from './change/diff-policies.ts';
import { KeptChanges } from './change/kept-changes.ts';
import type { PolicyChange } from './history/policy-change.ts';
import type { FeedTarget, PolicyFeed } from './policy-feed.ts';
import type { PolicyFile } from './policy-folder.ts';
import type { PolicyKeeping, PolicyRecorder } from './policy-keeping.ts';
import type { PolicyStatus } from './policy-status.ts';
import { PublishRefusal } from './publishing/publish-refusal.ts';

/** How often it is found out what something would do, before it is refused. */
const mostRounds = 2;

/** The set of policies that decides, and the one way by which another takes its place. */
export class PolicyInForce implements FeedTarget {
  readonly #log: Logger;
  readonly #changes: KeptChanges;
  #now: Candidate;
  #loadedAt = new Date();
  #errors: readonly PolicyProblem[] = [];
  #feed: PolicyFeed | undefined;
  #canary: PolicyCanary | undefined;
  /** Changes come one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** So does what publishers ask for, which takes its turn when it has been compared: an edit does not wait for that. */
  #asked: Promise<unknown> = Promise.resolve();

  constructor(
    configuration: Configuration,
    log: Logger,
    first: Candidate,
    keeping: PolicyKeeping | undefined,
    feed: PolicyFeed | undefined,
    compare = diffPolicies,
  ) {
    this.#log = log;
    this.#now = first;
    this.#changes = new KeptChanges({ configuration, log, keeping, compare });
    this.#feed = feed;
  }

  /**
   * Tells of what was found at the start, where it is another set than before; then looks for more. Throws `GateError` code
   * `policy-history` when the records know of changes that are not kept: an earlier state was put back, or it is gone, and
   * nobody said, by `anew`, that it is to begin anew; and when the records cannot be asked.
   */
  async begin(recorder: PolicyRecorder, anew = false): Promise<void> {
    await this.#changes.begin(recorder, anew);
    await this.#inTurn(() => this.#changes.keepFirst(this.#now, this.#loadedAt)).catch((err: unknown) =>
      this.#log.error({ err }, 'it cannot be kept which policies are in force: it is tried again'),
    );
    this.#feed?.follow(this);
  }

  decide(input: DecideInput): RequestDecision {
    return decide(this.#now.set, input);
  }

  /** What they mask for anybody of what a request asks for. */
  masksAbout(input: DecideInput): readonly MaskObligation[] {
    return masksAbout(this.#now.set, input);
  }

  /** What the canary would have decided otherwise; undefined when nothing, or when there is none. */
  beside(...asked: Parameters<PolicyCanary['beside']>): ReturnType<PolicyCanary['beside']> {
    return this.#canary?.beside(...asked);
  }

  get canary(): PolicyCanary | undefined {
    return this.#canary;
  }

  /**
   * Runs a set beside the one in force from now on, or nothing: `make` says which. That is recorded first. `assertWanted` throws
   * when it is not to run after all, now that its turn has come.
   */
  startCanary(
    make: (now: PolicyChange) => Candidate,
    actor: Actor,
    assertWanted?: () => void,
  ): Promise<PolicyCanary> {
    return this.#compared(make, async ({ candidate, last, diff }) => {
      assertWanted?.();
      const canary = new PolicyCanary(candidate, last, diff, this.#log);
      await this.#changes.recordCanary('canary-started', canary, this.#now, actor);
      this.#canary = canary;
      this.#log.info({ digest: canary.change.digest }, 'policies run beside those in force');
      return canary;
    });
  }

  /** Ends it, and resolves to it; undefined when there was none. It compares nothing, so it waits for nothing that is compared. */
  stopCanary(actor: Actor): Promise<PolicyCanary | undefined> {
    return this.#inTurn(async () => {
      const canary = this.#canary;
      if (canary === undefined) return undefined;
      await this.#changes.recordCanary('canary-stopped', canary, this.#now, actor);
      this.#canary = undefined;
      return canary;
    });
  }

  get set(): PolicySet {
    return this.#now.set;
  }

  /** The documents in force, as they were read. */
  files(): readonly PolicyFile[] {
    return this.#now.files;
  }

  status(): PolicyStatus {
    const { set, files, origin } = this.#now;
    const following = this.#feed?.status?.();
    const change = this.#changes.last;
    return {
      ok: this.#errors.length === 0 && following?.trouble === undefined,
      revision: set.revision,
      loadedAt: this.#loadedAt.toISOString(),
      documents: files.length,
      errors: this.#errors,
      source: origin.source,
      ...(change?.digest === set.revision.digest && { change }),
      ...(following && { following }),
    };
  }

  /**
   * A feed's set comes into force, even where it cannot be kept or recorded: an edit may close what stands open. What it does to
   * whom is recorded behind that; `close` waits for it.
   */
  offer(candidate: Candidate): Promise<void> {
    return this.#inTurn(async () => {
      // What was published took the feed's place.
      if (this.#feed === undefined) return;
      const before = this.#now;
      await this.#changes.keepTexts(candidate);
      this.#put(candidate);
      if (candidate.set.revision.digest !== before.set.revision.digest)
        await this.#changes.tell(before, candidate, this.#loadedAt);
    });
  }

  refuse(problems: readonly PolicyProblem[]): void {
    if (this.#feed === undefined) return;
    this.#errors = problems;
    for (const { file, line, column, code, message } of problems)
      this.#log.error(
        { file, line, column, code },
        `policy not loaded, the last good set stays in force: ${message}`,
      );
  }

  settled(): void {
    if (this.#feed !== undefined) this.#errors = [];
  }

  /**
   * Puts a published set in force, or nothing: `make` says which, knowing what is in force in this moment. It is recorded
   * that it is about to be, then kept durably, then it decides. Rejects with what `make` rejects with, or when it cannot be
   * recorded or kept.
   */
  publish(
    make: (now: PolicyChange) => Candidate,
    actor: Actor,
    keep: (change: PolicyChange) => Promise<void>,
  ): Promise<{ readonly change: PolicyChange; readonly diff: ChangeDiff | undefined }> {
    return this.#compared(make, async ({ candidate, last, diff }) => {
      const change = await this.#changes.publish(last, candidate, {
        before: this.#now,
        diff,
        actor,
        keep,
        inForce: () => {
          void this.#feed?.close();
          this.#feed = undefined;
          this.#put(candidate);
        },
      });
      return { change, diff };
    });
  }

  /** What a change does is not waited for any more: it is recorded without that. */
  async close(): Promise<void> {
    this.#changes.end();
    await this.#feed?.close();
    await this.#asked;
    await this.#turn;
    await this.#changes.told();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => undefined);
    return run;
  }

  #whenAsked<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#asked.then(work);
    this.#asked = run.catch(() => undefined);
    return run;
  }

  /**
   * Does something with what `make` makes, in its turn, knowing what that does to whom beside what is in force then. The
   * comparison may take a minute, so it is made before the turn, and once more where something else came into force meanwhile.
   * Rejects with `PublishRefusal` code `policies-changing` where that happens again: others wait behind it.
   */
  #compared<T>(
    make: (now: PolicyChange) => Candidate,
    work: (made: {
      readonly candidate: Candidate;
      readonly last: PolicyChange;
      readonly diff: ChangeDiff | undefined;
    }) => Promise<T>,
  ): Promise<T> {
    return this.#whenAsked(async () => {
      const changes = this.#changes;
      for (let round = 0; round < mostRounds; round += 1) {
        await this.#inTurn(() => changes.assertBegun(this.#now, this.#loadedAt));
        const [before, last] = [this.#now, changes.last];
        if (last === undefined) throw new Error('nothing keeps what is in force');
        const candidate = make(last);
        const diff = await changes.diff(before.files, candidate.files);
        // Records of changes stand in the order of their numbers.
        await changes.told();
        const done = await this.#inTurn(async () =>
          this.#now === before && changes.last === last
            ? { result: await work({ candidate, last, diff }) }
            : undefined,
        );
        if (done !== undefined) return done.result;
      }
      throw new PublishRefusal(
        'policies-changing',
        'Other policies came into force each time it was found out what these would do.',
        'Look at what is in force (vectorgate policy status), then try again when it has come to rest.',
      );
    });
  }

  #put(candidate: Candidate): void {
    if (this.#canary !== undefined && candidate.set.revision.digest !== this.#now.set.revision.digest) {
      // It was compared with what is in force no longer.
      this.#changes.tellCanaryEnded(this.#canary, this.#now, candidate);
      this.#canary = undefined;
      this.#log.info('the policies that ran beside those in force ended: others are in force');
    }
    this.#now = candidate;
    this.#errors = [];
    this.#loadedAt = new Date();
    this.#log.info({ revision: candidate.set.revision, documents: candidate.files.length }, 'policy loaded');
  }
}

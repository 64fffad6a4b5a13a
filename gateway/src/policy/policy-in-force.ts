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
import { ulid } from 'ulidx';
import type { Configuration } from '../configuration/configuration.ts';
import { GateError } from '../errors/gate-error.ts';
import type { Actor } from '../sessions/evidence/own-record.ts';
import { gatewayItself } from '../sessions/evidence/own-record.ts';
import { recordingImpossible } from '../sessions/recording-impossible.ts';
import { PolicyCanary } from './canary/policy-canary.ts';
import type { Candidate } from './candidate.ts';
import type { ChangeDiff } from './change/change-diff.ts';
import { changeRecord } from './change/change-record.ts';
import { diffPolicies } from './change/diff-policies.ts';
import { assertKept, type LostChange } from './history/assert-kept.ts';
import type { PolicyChange } from './history/policy-change.ts';
import { policyEnvironment } from './policy-environment.ts';
import type { FeedTarget, PolicyFeed } from './policy-feed.ts';
import type { PolicyFile } from './policy-folder.ts';
import type { PolicyKeeping, PolicyRecorder } from './policy-keeping.ts';
import type { PolicyStatus } from './policy-status.ts';

/** What cannot be kept is not put in force, and is told as what cannot be recorded. */
const cannotKeep = (error: unknown): never => {
  throw error instanceof GateError ? error : recordingImpossible(error);
};

/** The set of policies that decides, and the one way by which another takes its place. */
export class PolicyInForce implements FeedTarget {
  readonly #configuration: Configuration;
  readonly #log: Logger;
  readonly #keeping: PolicyKeeping | undefined;
  #now: Candidate;
  #loadedAt = new Date();
  #errors: readonly PolicyProblem[] = [];
  #feed: PolicyFeed | undefined;
  #recorder: PolicyRecorder | undefined;
  #canary: PolicyCanary | undefined;
  /** The newest change in the records, where what was kept is gone: numbers go on from there. */
  #lost: LostChange | undefined;
  /** What changes do is found out, and recorded, in their order and behind them: the next one does not wait for that. */
  #telling: Promise<void> = Promise.resolve();
  readonly #compare: typeof diffPolicies;
  /** Changes come one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** So does what publishers ask for, which takes its turn when it has been compared: an edit does not wait for that. */
  #asked: Promise<unknown> = Promise.resolve();
  readonly #ending = new AbortController();

  constructor(
    configuration: Configuration,
    log: Logger,
    first: Candidate,
    keeping: PolicyKeeping | undefined,
    feed: PolicyFeed | undefined,
    compare = diffPolicies,
  ) {
    this.#configuration = configuration;
    this.#log = log;
    this.#now = first;
    this.#keeping = keeping;
    this.#feed = feed;
    this.#compare = compare;
  }

  /**
   * Tells of what was found at the start, where it is another set than before; then looks for more. Throws `GateError` code
   * `policy-history` when the records know of changes that are not kept: an earlier state was put back, or it is gone, and
   * nobody said, by `anew`, that it is to begin anew; and when the records cannot be asked.
   */
  async begin(recorder: PolicyRecorder, anew = false): Promise<void> {
    this.#recorder = recorder;
    this.#lost = await assertKept(this.#keeping?.history.last, recorder, anew);
    if (this.#lost !== undefined)
      this.#log.error(
        { recorded: this.#lost.revision, digest: this.#lost.digest },
        'the list of the policies that were in force is gone and begins anew: what the configuration names is in force',
      );
    await this.#inTurn(() => this.#keepFirst()).catch((err: unknown) =>
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

  /** Runs a set beside the one in force from now on, or nothing: `make` says which. That is recorded first. */
  startCanary(make: (now: PolicyChange) => Candidate, actor: Actor): Promise<PolicyCanary> {
    return this.#compared(make, async ({ candidate, last, diff }) => {
      const canary = new PolicyCanary(candidate, last, diff, this.#log);
      await this.#recordCanary('canary-started', canary, actor);
      this.#canary = canary;
      this.#log.info({ digest: canary.change.digest }, 'policies run beside those in force');
      return canary;
    });
  }

  /** Ends it, and resolves to it; undefined when there was none. */
  stopCanary(actor: Actor): Promise<PolicyCanary | undefined> {
    return this.#whenAsked(async () => {
      await this.#telling;
      return this.#inTurn(async () => {
        const canary = this.#canary;
        if (canary === undefined) return undefined;
        await this.#recordCanary('canary-stopped', canary, actor);
        this.#canary = undefined;
        return canary;
      });
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
    const change = this.#keeping?.history.last;
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
      await this.#keepTexts(candidate);
      this.#put(candidate);
      if (candidate.set.revision.digest !== before.set.revision.digest) await this.#tell(before, candidate);
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
    return this.#compared(make, async ({ candidate, last, diff, keeping, recorder }) => {
      const before = this.#now;
      const change: PolicyChange = {
        revision: last.revision + 1,
        digest: candidate.set.revision.digest,
        time: new Date().toISOString(),
        ...candidate.origin,
      };
      if (this.#ending.signal.aborted)
        throw new GateError(
          'recording-impossible',
          'The policies were not put in force: the gateway ends. Publish them again when it runs.',
          { reason: 'the gateway ends' },
        );
      const id = ulid();
      const told = { change, before: before.set.revision, diff, actor };
      const record = async (kind: 'intent' | 'outcome', outcome?: 'delivered' | 'failed'): Promise<void> => {
        const session = recorder.ownSession(actor);
        await recorder.append(
          changeRecord(told, { id, session, now: Date.now(), kind, ...(outcome && { outcome }) }),
        );
      };
      await record('intent');
      try {
        await keeping.texts.keep(change.digest, candidate.files);
        await keep(change);
        await keeping.history.append(change);
      } catch (error) {
        await record('outcome', 'failed').catch(() => undefined);
        return cannotKeep(error);
      }
      void this.#feed?.close();
      this.#feed = undefined;
      this.#put(candidate);
      await record('outcome', 'delivered').catch((err: unknown) =>
        this.#log.error({ err }, 'policies came into force, and only that they were about to is recorded'),
      );
      return { change, diff };
    });
  }

  /** What a change does is not waited for any more: it is recorded without that. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#feed?.close();
    await this.#asked;
    await this.#turn;
    await this.#telling;
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
   */
  #compared<T>(
    make: (now: PolicyChange) => Candidate,
    work: (made: {
      readonly candidate: Candidate;
      readonly last: PolicyChange;
      readonly diff: ChangeDiff | undefined;
      readonly keeping: PolicyKeeping;
      readonly recorder: PolicyRecorder;
    }) => Promise<T>,
  ): Promise<T> {
    return this.#whenAsked(async () => {
      const [keeping, recorder] = [this.#keeping, this.#recorder];
      if (keeping === undefined || recorder === undefined) throw new Error('nothing keeps what is published');
      for (;;) {
        if (keeping.history.last === undefined) await this.#inTurn(() => this.#keepFirst()).catch(cannotKeep);
        const [before, last] = [this.#now, keeping.history.last];
        if (last === undefined) throw new Error('nothing keeps what is in force');
        const candidate = make(last);
        const diff = await this.#diff(before.files, candidate.files);
        // Records of changes stand in the order of their numbers.
        await this.#telling;
        const done = await this.#inTurn(async () =>
          this.#now === before && keeping.history.last === last
            ? { result: await work({ candidate, last, diff, keeping, recorder }) }
            : undefined,
        );
        if (done !== undefined) return done.result;
      }
    });
  }

  async #recordCanary(
    event: 'canary-started' | 'canary-stopped',
    { change, diff }: PolicyCanary,
    actor: Actor,
  ): Promise<void> {
    const before = this.#now.set.revision;
    const about = { id: ulid(), now: Date.now(), kind: 'outcome', outcome: 'delivered' } as const;
    const session = this.#recorder?.ownSession(actor) ?? '';
    await this.#recorder?.append(changeRecord({ event, change, before, diff, actor }, { ...about, session }));
  }

  #put(candidate: Candidate): void {
    if (this.#canary !== undefined && candidate.set.revision.digest !== this.#now.set.revision.digest) {
      // It was compared with what is in force no longer.
      this.#canary = undefined;
      this.#log.info('the policies that ran beside those in force ended: others are in force');
    }
    this.#now = candidate;
    this.#errors = [];
    this.#loadedAt = new Date();
    this.#log.info({ revision: candidate.set.revision, documents: candidate.files.length }, 'policy loaded');
  }

  async #keepFirst(): Promise<void> {
    const keeping = this.#keeping;
    if (keeping === undefined) return;
    await this.#keepTexts(this.#now);
    const last = keeping.history.last ?? this.#lost;
    const { digest } = this.#now.set.revision;
    if (last?.digest === undefined) {
      await keeping.history.append({
        revision: (last?.revision ?? 0) + 1,
        digest,
        time: this.#loadedAt.toISOString(),
        ...this.#now.origin,
      });
      return;
    }
    if (last.digest === digest && 'source' in last && last.source === this.#now.origin.source) return;
    // Changed while the gateway did not run, or the configuration names another source.
    const files = await keeping.texts.read(last.digest);
    await this.#tell({ files, set: { revision: { digest: last.digest } } }, this.#now);
  }

  /** Keeps a change that is in force already, and has it recorded in its turn. */
  async #tell(
    before: { readonly files: readonly PolicyFile[] | undefined; readonly set: Pick<PolicySet, 'revision'> },
    { files, set: { revision }, origin }: Candidate,
  ): Promise<void> {
    const [keeping, recorder] = [this.#keeping, this.#recorder];
    if (keeping === undefined || recorder === undefined) return;
    const change: PolicyChange = {
      revision: ((keeping.history.last ?? this.#lost)?.revision ?? 0) + 1,
      digest: revision.digest,
      time: this.#loadedAt.toISOString(),
      ...origin,
    };
    const cannot = (err: unknown): void =>
      this.#log.error({ err, revision }, 'a change of the policies in force cannot be recorded');
    try {
      await keeping.history.append(change);
    } catch (error) {
      cannot(error);
      return;
    }
    this.#telling = this.#telling
      .then(async () => {
        const diff = before.files && (await this.#diff(before.files, files));
        const told = { change, before: before.set.revision, diff, actor: gatewayItself };
        const about = { id: ulid(), now: Date.now(), kind: 'outcome', outcome: 'delivered' } as const;
        const session = recorder.ownSession(gatewayItself);
        await recorder.append(changeRecord(told, { ...about, session }));
      })
      .catch(cannot);
  }

  #diff(before: readonly PolicyFile[], after: readonly PolicyFile[]): Promise<ChangeDiff | undefined> {
    return this.#compare(before, after, policyEnvironment(this.#configuration), this.#ending.signal);
  }

  /** A set whose texts cannot be kept comes into force all the same. */
  async #keepTexts({ set: { revision }, files }: Candidate): Promise<void> {
    try {
      await this.#keeping?.texts.keep(revision.digest, files);
    } catch (err) {
      this.#log.error(
        { err, revision },
        'the texts of the policies cannot be kept: archives of what they decide will lack them',
      );
    }
  }
}

import type { PolicySet } from '@vectorgate/policy-schema';
import type { Logger } from 'pino';
import { ulid } from 'ulidx';
import type { Configuration } from '../../configuration/configuration.ts';
import { GateError } from '../../errors/gate-error.ts';
import { type Actor, gatewayItself } from '../../sessions/evidence/own-record.ts';
import { recordingImpossible } from '../../sessions/recording-impossible.ts';
import type { PolicyCanary } from '../canary/policy-canary.ts';
import type { Candidate } from '../candidate.ts';
import { assertKept, type LostChange } from '../history/assert-kept.ts';
import type { PolicyChange } from '../history/policy-change.ts';
import { policyEnvironment } from '../policy-environment.ts';
import type { PolicyFile } from '../policy-folder.ts';
import type { PolicyKeeping, PolicyRecorder } from '../policy-keeping.ts';
import type { ChangeDiff } from './change-diff.ts';
import { changeRecord } from './change-record.ts';
import type { diffPolicies } from './diff-policies.ts';

interface Parts {
  readonly configuration: Configuration;
  readonly log: Logger;
  /** Absent: nothing is kept, and nothing recorded. */
  readonly keeping: PolicyKeeping | undefined;
  readonly compare: typeof diffPolicies;
}

/** How a change that was published comes into force. */
interface Publication {
  readonly before: Candidate;
  readonly diff: ChangeDiff | undefined;
  readonly actor: Actor;
  /** Keeps what was published, before it is in force. */
  readonly keep: (change: PolicyChange) => Promise<void>;
  readonly inForce: () => void;
}

/** What was in force before a change: its texts are not always known. */
type Before = {
  readonly files: readonly PolicyFile[] | undefined;
  readonly set: Pick<PolicySet, 'revision'>;
};

/** What cannot be kept is not put in force, and is told as what cannot be recorded. */
const cannotKeep = (error: unknown): never => {
  throw error instanceof GateError ? error : recordingImpossible(error);
};

const delivered = { kind: 'outcome', outcome: 'delivered' } as const;

/** Keeps which policies came into force when, and has each change recorded with what it does to whom, in their order. */
export class KeptChanges {
  readonly #parts: Parts;
  #recorder: PolicyRecorder | undefined;
  /** The newest change in the records, where what was kept is gone: numbers go on from there. */
  #lost: LostChange | undefined;
  /** What changes do is found out, and recorded, in their order and behind them: the next one does not wait for that. */
  #telling: Promise<void> = Promise.resolve();
  readonly #ending = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The newest change that is kept. */
  get last(): PolicyChange | undefined {
    return this.#parts.keeping?.history.last;
  }

  /**
   * Takes up from what the records know. Throws `GateError` code `policy-history` when they know of changes that are not kept
   * and nobody said, by `anew`, that the list is to begin anew; and when they cannot be asked.
   */
  async begin(recorder: PolicyRecorder, anew: boolean): Promise<void> {
    this.#recorder = recorder;
    this.#lost = await assertKept(this.last, recorder, anew);
    if (this.#lost !== undefined)
      this.#parts.log.error(
        { recorded: this.#lost.revision, digest: this.#lost.digest },
        'the list of the policies that were in force is gone and begins anew: what the configuration names is in force',
      );
  }

  /** Keeps what is in force from the start, as a change where it is another set than before. */
  async keepFirst(now: Candidate, loadedAt: Date): Promise<void> {
    const { keeping } = this.#parts;
    if (keeping === undefined) return;
    await this.keepTexts(now);
    const last = keeping.history.last ?? this.#lost;
    const { digest } = now.set.revision;
    if (last?.digest === undefined) {
      await keeping.history.append({
        revision: (last?.revision ?? 0) + 1,
        digest,
        time: loadedAt.toISOString(),
        ...now.origin,
      });
      return;
    }
    if (last.digest === digest && 'source' in last && last.source === now.origin.source) return;
    // Changed while the gateway did not run, or the configuration names another source.
    const files = await keeping.texts.read(last.digest);
    await this.tell({ files, set: { revision: { digest: last.digest } } }, now, loadedAt);
  }

  /** A set whose texts cannot be kept comes into force all the same. */
  async keepTexts({ set: { revision }, files }: Candidate): Promise<void> {
    try {
      await this.#parts.keeping?.texts.keep(revision.digest, files);
    } catch (err) {
      this.#parts.log.error(
        { err, revision },
        'the texts of the policies cannot be kept: archives of what they decide will lack them',
      );
    }
  }

  /** Keeps a change that is in force already, and has it recorded in its turn. */
  async tell(before: Before, { files, set: { revision }, origin }: Candidate, loadedAt: Date): Promise<void> {
    const { keeping, log } = this.#parts;
    const recorder = this.#recorder;
    if (keeping === undefined || recorder === undefined) return;
    const change: PolicyChange = {
      revision: ((keeping.history.last ?? this.#lost)?.revision ?? 0) + 1,
      digest: revision.digest,
      time: loadedAt.toISOString(),
      ...origin,
    };
    const cannot = (err: unknown): void =>
      log.error({ err, revision }, 'a change of the policies in force cannot be recorded');
    try {
      await keeping.history.append(change);
    } catch (error) {
      cannot(error);
      return;
    }
    this.#telling = this.#telling
      .then(async () => {
        const diff = before.files && (await this.diff(before.files, files));
        const told = { change, before: before.set.revision, diff, actor: gatewayItself };
        const session = recorder.ownSession(gatewayItself);
        await recorder.append(changeRecord(told, { id: ulid(), now: Date.now(), ...delivered, session }));
      })
      .catch(cannot);
  }

  /**
   * Sees to it that a change can be kept and recorded, and that one is kept. Rejects where that cannot be, as what cannot be
   * recorded.
   */
  async assertBegun(now: Candidate, loadedAt: Date): Promise<void> {
    if (this.#parts.keeping === undefined || this.#recorder === undefined)
      throw new Error('nothing keeps what is published');
    if (this.last === undefined) await this.keepFirst(now, loadedAt).catch(cannotKeep);
  }

  /**
   * Keeps a published change durably, recorded before; `inForce` then lets it decide, and that is recorded too. Rejects when it
   * cannot be recorded or kept: it does not come into force then.
   */
  async publish(
    last: PolicyChange,
    candidate: Candidate,
    { before, diff, actor, keep, inForce }: Publication,
  ): Promise<PolicyChange> {
    const { keeping, log } = this.#parts;
    const recorder = this.#recorder;
    if (keeping === undefined || recorder === undefined) throw new Error('nothing keeps what is published');
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
    inForce();
    await record('outcome', 'delivered').catch((err: unknown) =>
      log.error({ err }, 'policies came into force, and only that they were about to is recorded'),
    );
    return change;
  }

  /**
   * Has it recorded that something begins or ends to run beside a set. Rejects when that cannot be recorded, and for what would
   * begin while the gateway ends.
   */
  async recordCanary(
    event: 'canary-started' | 'canary-stopped',
    { change, diff }: PolicyCanary,
    { set: { revision: before } }: Candidate,
    actor: Actor,
  ): Promise<void> {
    if (event === 'canary-started' && this.#ending.signal.aborted)
      throw new GateError(
        'recording-impossible',
        'Nothing was run beside the policies in force: the gateway ends. Start it again when it runs.',
        { reason: 'the gateway ends' },
      );
    const session = this.#recorder?.ownSession(actor) ?? '';
    await this.#recorder?.append(
      changeRecord(
        { event, change, before, diff, actor },
        { id: ulid(), now: Date.now(), ...delivered, session },
      ),
    );
  }

  /** Has it recorded, in its turn, that it ended because another set than the one that it ran beside is in force. */
  tellCanaryEnded(canary: PolicyCanary, beside: Candidate, now: Candidate): void {
    const reason =
      now.set.revision.digest === canary.change.digest
        ? 'These policies are in force.'
        : 'Other policies are in force.';
    this.#telling = this.#telling
      .then(() => this.recordCanary('canary-stopped', canary, beside, { ...gatewayItself, reason }))
      .catch((err: unknown) =>
        this.#parts.log.error(
          { err },
          'the end of policies that ran beside those in force cannot be recorded',
        ),
      );
  }

  /** From now on what a change does is not waited for: it is recorded without that. */
  end(): void {
    this.#ending.abort();
  }

  /** Resolves when all changes so far are recorded. */
  told(): Promise<void> {
    return this.#telling;
  }

  /** What a change does to whom; undefined when it ends before that is known. */
  diff(before: readonly PolicyFile[], after: readonly PolicyFile[]): Promise<ChangeDiff | undefined> {
    const { compare, configuration } = this.#parts;
    return compare(before, after, policyEnvironment(configuration), this.#ending.signal);
  }
}

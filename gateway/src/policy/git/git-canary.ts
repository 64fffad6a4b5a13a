import type { Logger } from 'pino';
import type { Configuration, PolicyGitConfiguration } from '../../configuration/configuration.ts';
import { gatewayItself } from '../../sessions/evidence/own-record.ts';
import type { Candidate } from '../candidate.ts';
import type { CanaryTarget } from '../policy-feed.ts';
import type { CanaryFollowing, FollowingTrouble } from '../policy-status.ts';
import { PublishRefusal } from '../publishing/publish-refusal.ts';
import { gitReason } from './git-command.ts';
import { type CommitTrouble, judgeCommit } from './judge-commit.ts';
import { PolicyRepository } from './policy-repository.ts';

/** Thrown for a set that came into force while it was found out what it would do. */
class IsInForce extends Error {}
/** Thrown for one that ended while that was found out: its branch was deleted, for instance. */
class HasEnded extends Error {}

interface Parts {
  /** Of the copy of the repository: it is there, and shared with the branch in force. */
  readonly folder: string;
  readonly git: PolicyGitConfiguration;
  readonly branch: string;
  readonly configuration: Configuration;
  readonly log: Logger;
}

const triedAgain = 'It is tried again.';

/**
 * A second branch of the repository that policies come from: its newest commit runs beside the one in force, until that has it
 * too. Whatever becomes of it is nothing to what is in force, which does not wait for it either.
 */
export class GitCanary {
  readonly #parts: Parts;
  readonly #repository: PolicyRepository;
  #target: CanaryTarget | undefined;
  /** The commit that is in force. */
  #inForce = '';
  /** The commit that was taken last, with its policies: only what follows it is taken. */
  #taken: string | undefined;
  #candidate: Candidate | undefined;
  /** Whether it is known which one was taken before the gateway was started. */
  #begun = false;
  #starting: Promise<void> | undefined;
  #idle: string | undefined;
  #trouble: FollowingTrouble | undefined;
  /** Looks come one after the other, and one waits at most. */
  #turn: Promise<void> = Promise.resolve();
  #waiting = false;
  readonly #ending = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#repository = new PolicyRepository(parts.folder, { ...parts.git, branch: parts.branch }, 'beside');
  }

  status(): CanaryFollowing {
    const running = this.#target?.canary?.candidate.origin.commit?.commit;
    return {
      branch: this.#parts.branch,
      ...(running !== undefined && { commit: running }),
      ...(running === undefined && this.#idle !== undefined && { idle: this.#idle }),
      ...(this.#trouble && { trouble: this.#trouble }),
    };
  }

  /** What ran when the gateway ended runs again, without a look at the repository. */
  resume(target: CanaryTarget, inForce: string): void {
    this.#target = target;
    this.#inForce = inForce;
    this.#inTurn(async () => {
      await this.#begin();
      if (this.#taken !== undefined) await this.#run(this.#taken, false);
    });
  }

  /** Gets the branch, and runs what it has beside the commit that is in force. */
  look(inForce: string): void {
    this.#inForce = inForce;
    if (this.#waiting) return;
    this.#waiting = true;
    this.#inTurn(async () => {
      this.#waiting = false;
      await this.#begin();
      const newest = await this.#newest();
      if (newest === 'missing') {
        const { branch } = this.#parts;
        await this.#end('it is not in the repository any more');
        this.#rest(
          `Branch ${branch} is not in the repository. Push it, or correct policy.git.canary.`,
          'warn',
        );
        return;
      }
      // What cannot be looked at now goes on: beside others, where those in force were changed.
      const commit = newest ?? this.#taken;
      if (commit !== undefined && !this.#ending.signal.aborted) await this.#run(commit, newest !== undefined);
    });
  }

  async close(): Promise<void> {
    this.#ending.abort();
    await this.#turn;
  }

  async #begin(): Promise<void> {
    if (this.#begun) return;
    this.#taken = await this.#repository.accepted();
    this.#begun = true;
  }

  /** Undefined when the repository cannot be read just now. */
  async #newest(): Promise<string | 'missing' | undefined> {
    const { signal } = this.#ending;
    try {
      return await this.#repository.fetch(signal);
    } catch (error) {
      const isThere = await this.#repository.hasBranch(signal).catch(() => true);
      if (!isThere) return 'missing';
      this.#tell({
        message: `Branch ${this.#parts.branch} cannot be read: ${gitReason(error)}.`,
        remedy: triedAgain,
      });
      return undefined;
    }
  }

  /** `looked`: it is what the branch has. */
  async #run(commit: string, looked: boolean): Promise<void> {
    // One that is being compared is seen to by the next look.
    if (this.#starting !== undefined) return;
    if (commit === this.#inForce || (await this.#repository.follows(this.#inForce, commit))) {
      await this.#inForceNow(commit);
      return;
    }
    if (commit !== this.#taken || this.#candidate === undefined) {
      const { git, configuration } = this.#parts;
      const before = this.#taken === undefined ? [] : [this.#taken];
      const judged = await judgeCommit(commit, before, this.#repository, git, configuration, 'beside');
      if ('trouble' in judged) {
        this.#tell(judged.trouble);
        if (this.#taken !== undefined && this.#candidate !== undefined)
          this.#start(this.#taken, this.#candidate, false);
        return;
      }
      await this.#repository.accept(commit);
      this.#taken = commit;
      this.#candidate = judged.candidate;
    }
    this.#start(commit, this.#candidate, looked);
  }

  /** Nobody waits for it: it may take a minute to find out what a set would do. `whole`: nothing is wrong when it runs. */
  #start(commit: string, candidate: Candidate, whole: boolean): void {
    const target = this.#target;
    if (target === undefined) return;
    const runs = (): void => {
      this.#idle = undefined;
      if (whole) this.#trouble = undefined;
    };
    if (target.canary?.candidate === candidate) {
      runs();
      return;
    }
    const make = ({ digest }: { readonly digest: string }): Candidate => {
      if (digest === candidate.set.revision.digest) throw new IsInForce();
      return candidate;
    };
    this.#starting = this.#caught(async () => {
      try {
        await target.startCanary(make, gatewayItself, () => {
          if (this.#candidate !== candidate) throw new HasEnded();
        });
        if (this.#candidate === candidate) runs();
      } catch (error) {
        if (error instanceof HasEnded) return;
        if (error instanceof IsInForce) await this.#inForceNow(commit);
        // Those in force came and went meanwhile: the next look begins again.
        else if (!(error instanceof PublishRefusal)) throw error;
      }
    }).finally(() => {
      this.#starting = undefined;
    });
  }

  /** Nothing is left to try; whatever the branch has next need not follow it. */
  async #inForceNow(commit: string): Promise<void> {
    await this.#end('what it has is in force');
    this.#rest(
      `Branch ${this.#parts.branch} has nothing that is not in force (${commit.slice(0, 7)}).`,
      'info',
    );
  }

  async #end(why: string): Promise<void> {
    // One that is being compared is not wanted any more; one that is just starting is stopped behind its start.
    this.#candidate = undefined;
    if (this.#target?.canary !== undefined || this.#starting !== undefined)
      await this.#target?.stopCanary({ ...gatewayItself, reason: `Branch ${this.#parts.branch}: ${why}.` });
    if (this.#taken === undefined) return;
    await this.#repository.forget();
    this.#taken = undefined;
  }

  /** Nothing runs, and that is in order. */
  #rest(idle: string, level: 'info' | 'warn'): void {
    this.#trouble = undefined;
    if (this.#idle === idle) return;
    this.#idle = idle;
    this.#parts.log[level]({ branch: this.#parts.branch }, `policies of git that run beside: ${idle}`);
  }

  #inTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(() => (this.#ending.signal.aborted ? undefined : this.#caught(work)));
  }

  async #caught(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const why = error instanceof Error && !('stderr' in error) ? error.message : `${gitReason(error)}.`;
      this.#tell({
        message: `What runs beside cannot be changed to what branch ${this.#parts.branch} has: ${why}`,
        remedy: triedAgain,
      });
    }
  }

  /** Said once, however often it is looked. */
  #tell({ message: said, remedy, problems: [first, ...more] = [] }: CommitTrouble): void {
    if (this.#ending.signal.aborted) return;
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    const message =
      first === undefined
        ? said
        : `${said} ${first.file}:${first.line}:${first.column} ${first.message}${others}`;
    if (this.#trouble?.message === message) return;
    this.#trouble = { message, remedy, since: new Date().toISOString() };
    this.#parts.log.error(
      { branch: this.#parts.branch, beside: this.#taken },
      `policies of git that run beside: ${message} Nothing of what is in force changes. ${remedy}`,
    );
  }
}

import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Configuration, PolicyGitConfiguration } from '../../configuration/configuration.ts';
import { GateError } from '../../errors/gate-error.ts';
import type { Candidate } from '../candidate.ts';
import type { FeedTarget, PolicyFeed } from '../policy-feed.ts';
import type { FollowingStatus } from '../policy-status.ts';
import { cannotStart } from '../refusing-problems.ts';
import { GitCanary } from './git-canary.ts';
import { gitReason } from './git-command.ts';
import { type CommitTrouble, judgeCommit } from './judge-commit.ts';
import { PolicyRepository } from './policy-repository.ts';

interface Parts {
  readonly git: PolicyGitConfiguration;
  readonly configuration: Configuration;
  readonly log: Logger;
  readonly repository: PolicyRepository;
  /** Absent where no second branch is followed. */
  readonly canary: GitCanary | undefined;
}

/** A branch of a git repository that is looked at again and again: its newest commit, once it loads, is offered. */
export class GitSource implements PolicyFeed {
  readonly first: Candidate;
  readonly #parts: Parts;
  #target: FeedTarget | undefined;
  /** In force. */
  #commit: string;
  #lookedAt: string | undefined;
  #trouble: (CommitTrouble & { readonly since: string }) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  readonly #ending = new AbortController();

  private constructor(parts: Parts, commit: string, first: Candidate) {
    this.#parts = parts;
    this.#commit = commit;
    this.first = first;
  }

  /**
   * What was in force before is again, until the branch was looked at; where nothing was, or that does not load any more, the
   * branch is got now. `kept`: the commit that the list of what was in force ends with; what is taken follows it too. Throws `GateError` code
   * `policy` when there is no commit to take, or it cannot be told which was in force.
   */
  static async open(
    git: PolicyGitConfiguration,
    configuration: Configuration,
    log: Logger,
    kept?: string,
  ): Promise<GitSource> {
    const folder = join(configuration.data, 'policy', 'git');
    const repository = new PolicyRepository(folder, git);
    const canary =
      git.canary === undefined
        ? undefined
        : new GitCanary({ folder, git, branch: git.canary, configuration, log });
    const parts: Parts = { git, configuration, log, repository, canary };
    await repository.prepare().catch(cannotRun);
    const accepted = await repository.accepted().catch(cannotTell(configuration.data));
    const before = [accepted, kept].filter((commit) => commit !== undefined);
    let trouble: CommitTrouble | undefined;
    let lookedAt: string | undefined;
    const take = async (commit: string): Promise<GitSource | undefined> => {
      const judged = await judgeCommit(commit, before, repository, git, configuration);
      if ('trouble' in judged) {
        trouble ??= judged.trouble;
        return undefined;
      }
      await repository.accept(commit);
      const source = new GitSource(parts, commit, judged.candidate);
      source.#lookedAt = lookedAt;
      return source;
    };
    // A repository that does not answer keeps nobody waiting: the branch is looked at as soon as it is followed.
    const again = accepted === undefined ? undefined : await take(accepted);
    if (again !== undefined) return again;
    trouble = undefined;
    let newest: string | undefined;
    try {
      newest = await repository.fetch();
      lookedAt = new Date().toISOString();
    } catch (error) {
      trouble = unreachable(error);
    }
    for (const commit of [newest, kept]) {
      const source = commit === undefined ? undefined : await take(commit);
      if (source === undefined) continue;
      if (trouble !== undefined) source.#tell(trouble);
      return source;
    }
    const where = `of branch ${git.branch} of ${git.repository}`;
    if (trouble?.problems !== undefined) throw cannotStart(where, trouble.problems);
    throw new GateError(
      'policy',
      `VectorGate cannot start: there are no policies ${where}. ${trouble?.message} Correct policy.git in the configuration, or make the repository readable to whoever runs the gateway.`,
    );
  }

  status(): FollowingStatus {
    const { repository, branch } = this.#parts.git;
    return {
      repository,
      branch,
      ...(this.#lookedAt !== undefined && { lookedAt: this.#lookedAt }),
      ...(this.#trouble && {
        trouble: {
          message: this.#trouble.message,
          remedy: this.#trouble.remedy,
          since: this.#trouble.since,
        },
      }),
      ...(this.#parts.canary && { canary: this.#parts.canary.status() }),
    };
  }

  follow(target: FeedTarget): void {
    this.#target = target;
    if (this.#trouble?.problems !== undefined) target.refuse(this.#trouble.problems);
    const { canary } = this.#parts;
    canary?.resume(target, this.#commit);
    // What was just got, or asked for in vain, is got again later; the other branch was not looked at.
    const fresh = this.#lookedAt !== undefined || this.#trouble !== undefined;
    if (fresh) canary?.look(this.#commit);
    this.#watch(fresh ? this.#interval : 0);
  }

  async close(): Promise<void> {
    this.#ending.abort();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#parts.canary?.close();
    await this.#looking;
  }

  get #interval(): number {
    return this.#parts.git.everySeconds * 1000;
  }

  #watch(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().finally(() => {
        if (!this.#ending.signal.aborted) this.#parts.canary?.look(this.#commit);
        if (this.#timer !== undefined) this.#watch(this.#interval);
      });
    }, milliseconds).unref();
  }

  async #look(): Promise<void> {
    const { repository, git, configuration } = this.#parts;
    let commit: string;
    try {
      commit = await repository.fetch(this.#ending.signal);
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      this.#tell(unreachable(error));
      return;
    }
    this.#lookedAt = new Date().toISOString();
    if (commit === this.#commit) {
      this.#trouble = undefined;
      this.#target?.settled();
      return;
    }
    const judged = await judgeCommit(commit, [this.#commit], repository, git, configuration);
    if ('trouble' in judged) {
      this.#tell(judged.trouble);
      return;
    }
    try {
      await repository.accept(commit);
    } catch (error) {
      this.#tell({
        message: `Commit ${commit.slice(0, 7)} cannot be kept: ${gitReason(error)}.`,
        remedy: triedAgain,
      });
      return;
    }
    this.#commit = commit;
    this.#trouble = undefined;
    await this.#target?.offer(judged.candidate);
  }

  /** Said once, however often it is looked. */
  #tell(trouble: CommitTrouble): void {
    if (this.#trouble?.message === trouble.message) return;
    this.#trouble = { ...trouble, since: new Date().toISOString() };
    const { branch } = this.#parts.git;
    this.#parts.log.error(
      { branch, inForce: this.#commit },
      `policies of git: ${trouble.message} ${this.#commit.slice(0, 7)} stays in force. ${trouble.remedy}`,
    );
    if (trouble.problems !== undefined) this.#target?.refuse(trouble.problems);
  }
}

const triedAgain = 'It is tried again.';

const unreachable = (error: unknown): CommitTrouble => ({
  message: `The repository cannot be read: ${gitReason(error)}.`,
  remedy: triedAgain,
});

const cannotTell =
  (data: string) =>
  (error: unknown): never => {
    throw new GateError(
      'policy',
      `VectorGate cannot start: it cannot be told which commit was in force (${gitReason(error)}): the copy of the repository in ${join(data, 'policy', 'git')} is damaged. Restore that folder; or remove it, and it is made anew.`,
      {},
      { cause: error },
    );
  };

const cannotRun = (error: unknown): never => {
  throw new GateError(
    'policy',
    `VectorGate cannot start: policies come from git, and ${gitReason(error)}. Install git, or name a folder: policies: ./policies`,
    {},
    { cause: error },
  );
};

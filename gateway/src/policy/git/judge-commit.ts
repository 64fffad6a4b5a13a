import type { PolicyProblem } from '@vectorgate/policy-schema';
import type { Configuration, PolicyGitConfiguration } from '../../configuration/configuration.ts';
import { type Candidate, compileFor } from '../candidate.ts';
import { gitReason } from './git-command.ts';
import { CommitRefused, type PolicyRepository } from './policy-repository.ts';

/** Why a commit is not taken. */
export interface CommitTrouble {
  readonly message: string;
  readonly remedy: string;
  /** Where its policies do not load. */
  readonly problems?: readonly PolicyProblem[];
}

/** What is said of a commit that has to be followed, and the way back from a history that was rewritten, by what commits are for. */
const rewritten = {
  'in force': {
    earlier: 'is in force',
    remedy: 'Put the branch back, or set policy.git.allowForced for as long as that is meant.',
  },
  beside: {
    earlier: 'was taken before',
    remedy:
      'Put the branch back; or delete it, and push it again when that ended what runs beside; or set policy.git.allowForced for as long as that is meant.',
  },
} as const;

/**
 * A commit as policies that could come into force, or run beside those that are, or why it is none. `before`: commits that it
 * has to follow.
 */
export async function judgeCommit(
  commit: string,
  before: readonly string[],
  repository: PolicyRepository,
  { allowForced }: Pick<PolicyGitConfiguration, 'allowForced'>,
  configuration: Configuration,
  purpose: keyof typeof rewritten = 'in force',
): Promise<{ readonly candidate: Candidate } | { readonly trouble: CommitTrouble }> {
  const name = `Commit ${commit.slice(0, 7)}`;
  try {
    for (const earlier of allowForced ? [] : before)
      if (!(await repository.follows(commit, earlier)))
        throw new CommitRefused(
          `The branch was rewritten: its newest commit ${commit.slice(0, 7)} does not follow ${earlier.slice(0, 7)}, which ${rewritten[purpose].earlier}.`,
          rewritten[purpose].remedy,
        );
    await repository.assertSigned(commit);
    const files = await repository.files(commit);
    const made = { commit, dirty: false };
    const result = compileFor(configuration, files, made);
    if (!result.ok)
      return {
        trouble: {
          message: `${name} does not load.`,
          remedy: 'Correct the policies and push: vectorgate policy check tells what is wrong.',
          problems: result.problems,
        },
      };
    const author = await repository.authorOf(commit);
    return { candidate: { set: result.set, files, origin: { source: 'git', commit: made, author } } };
  } catch (error) {
    if (error instanceof CommitRefused) return { trouble: { message: error.message, remedy: error.remedy } };
    return {
      trouble: {
        message: `${name} cannot be read: ${gitReason(error)}.`,
        remedy: 'It is tried again.',
      },
    };
  }
}

import { digestOf } from '@vectorgate/policy-schema';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import { GateError } from '../errors/gate-error.ts';
import { type Candidate, compileFor } from './candidate.ts';
import { FolderSource } from './folder-source.ts';
import { GitSource } from './git/git-source.ts';
import type { PolicyFeed } from './policy-feed.ts';
import { PolicyInForce } from './policy-in-force.ts';
import type { PolicyKeeping } from './policy-keeping.ts';
import { cannotStart } from './refusing-problems.ts';

/**
 * Loads the policies that are to be in force: what was published last, where publishing is configured and something was; else
 * what the branch or the folder has. Throws `GateError` code `policy`: nothing runs without policies that are whole. `keeping`
 * is absent for who only wants to know whether they load.
 */
export async function openPolicy(
  configuration: Configuration,
  log: Logger,
  keeping?: PolicyKeeping,
): Promise<PolicyInForce> {
  const { publishers, git } = configuration.policy;
  const published = publishers && keeping && (await loadPublished(configuration, keeping));
  if (published !== undefined) return new PolicyInForce(configuration, log, published, keeping, undefined);
  const feed: PolicyFeed | undefined =
    git !== undefined
      ? await GitSource.open(git, configuration, log, commitInForce(keeping))
      : configuration.policies !== undefined
        ? await FolderSource.open(configuration.policies, configuration, log)
        : undefined;
  return new PolicyInForce(configuration, log, feed?.first ?? nothingYet(configuration, log), keeping, feed);
}

/** The commit that was in force last, from whatever branch: the list of what was in force cannot be changed by hand. */
function commitInForce(keeping: PolicyKeeping | undefined): string | undefined {
  const last = keeping?.history.last;
  return last?.source === 'git' ? last.commit?.commit : undefined;
}

/** Before anything was published nothing is permitted. */
function nothingYet(configuration: Configuration, log: Logger): Candidate {
  const empty = compileFor(configuration, []);
  if (!empty.ok) throw cannotStart('that are none', empty.problems);
  log.warn('no policy was published yet: nothing is permitted to anybody');
  return { set: empty.set, files: [], origin: { source: 'published' } };
}

async function loadPublished(
  configuration: Configuration,
  { history, texts }: PolicyKeeping,
): Promise<Candidate | undefined> {
  const { last } = history;
  if (last?.source !== 'published') return undefined;
  const { revision, digest, time: _, ...origin } = last;
  const damaged = (cause?: unknown): GateError =>
    new GateError(
      'policy',
      `VectorGate cannot start: the policies that were published as revision ${revision} are not there as they were. Restore records/policies/${digest}.json in the data folder from a backup.`,
      { revision, digest },
      { cause },
    );
  const files = await texts.read(digest).catch((cause: unknown) => {
    throw damaged(cause);
  });
  if (files === undefined || digestOf(files) !== digest) throw damaged();
  const result = compileFor(configuration, files, origin.commit);
  if (!result.ok)
    throw cannotStart(
      `that were published as revision ${revision}`,
      result.problems,
      ' They were made for other connections or issuers: undo that change of the configuration, publish policies that fit both, and make it again.',
    );
  return { set: result.set, files, origin };
}

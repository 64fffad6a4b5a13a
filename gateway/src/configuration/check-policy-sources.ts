import type { Configuration } from './configuration.ts';
import type { DescribedProblem } from './describe-problem.ts';

/** Protocols by which a repository is read; others of git run programs or know no peer. */
const protocols = ['https:', 'ssh:', 'file:'];

/** A user name, which over https is often a token; a password before a host. The address is told to policy readers. */
const holdsSecret = (repository: string): boolean =>
  /https?:[/\\]*[^/\\]*@/i.test(repository) || /^[^:]+:\/\/[^/]*:[^/]*@/.test(repository);

/** That policies come from one place, which can be read, and that somebody's signature can count. */
export function checkPolicySources({ policies, policy, issuers }: Configuration): DescribedProblem[] {
  const problems: DescribedProblem[] = [];
  const say = (path: readonly string[], message: string, remedy: string): void => {
    problems.push({ path, atKey: false, message, remedy });
  };
  const { publishers, git, signatures } = policy;
  if (policies === undefined && publishers === undefined && git === undefined)
    say([], 'Nothing says where policies come from.', 'Name a folder: policies: ./policies');
  if (git !== undefined) {
    if (policies !== undefined)
      say(
        ['policy', 'git'],
        'Policies come from a folder and from git.',
        'Leave out policies, or policy.git.',
      );
    if (publishers !== undefined)
      say(
        ['policy', 'publishers'],
        'Policies follow a branch, so nobody can publish others.',
        'Leave out policy.publishers, or policy.git.',
      );
    // Also where the address is none: then it is taken for a path, and told as one.
    if (holdsSecret(git.repository))
      say(
        ['policy', 'git', 'repository'],
        'A user name or a password stands in the address of the repository.',
        'Leave it out; git’s own credential helper, or an SSH key, gives it.',
      );
    const scheme = /^([a-z][a-z0-9+.-]*:)(:?)/i.exec(git.repository);
    if (
      git.repository.startsWith('-') ||
      scheme?.[2] === ':' ||
      (scheme && !protocols.includes(scheme[1] ?? ''))
    )
      say(
        ['policy', 'git', 'repository'],
        'The repository is at an address that is not read from.',
        'Write a path, https://…, ssh://… or git@host:path.',
      );
    for (const which of ['branch', 'canary'] as const)
      if (/\.\.|\/$|\/\/|\.lock$|\/\./.test(git[which] ?? ''))
        say(['policy', 'git', which], 'No branch can be called so.', 'Write its name, e.g. main.');
    if (git.canary === git.branch)
      say(
        ['policy', 'git', 'canary'],
        'The branch that runs beside the one in force is that one.',
        'Name another branch of the repository, or leave out policy.git.canary.',
      );
    if (git.path.split('/').some((part) => part === '..' || part.startsWith('-')))
      say(['policy', 'git', 'path'], 'The path leads out of the repository.', 'Write it from the root on.');
  }
  if (publishers === undefined) return problems;
  if (publishers.groups.length === 0 && publishers.services.length === 0)
    say(['policy', 'publishers'], 'Nobody may publish.', 'Name groups, or services.');
  if (signatures === 'required' && publishers.keys.length === 0)
    say(
      ['policy', 'publishers'],
      'What is published must be signed, and no key counts.',
      'List keys: vectorgate policy keygen makes one and prints what to write here.',
    );
  for (const what of ['id', 'publicKey'] as const) {
    const seen = new Set<string>();
    for (const [i, { [what]: value }] of publishers.keys.entries()) {
      if (seen.has(value))
        say(
          ['policy', 'publishers', 'keys', String(i), what],
          `A ${what} of a key stands twice.`,
          'List each key once, under a name of its own.',
        );
      seen.add(value);
    }
  }
  for (const [i, service] of publishers.services.entries()) {
    const issuer = service.slice(0, service.indexOf(':'));
    if (!issuers.some(({ name, workloads }) => name === issuer && workloads !== undefined))
      say(
        ['policy', 'publishers', 'services', String(i)],
        `${service} is no workload of an issuer here.`,
        'Write ISSUER:SUBJECT, of an issuer with workloads.',
      );
  }
  return problems;
}

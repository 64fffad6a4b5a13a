import type { PolicyConfiguration } from './configuration.ts';
import type { WrittenConfiguration } from './configuration-schema.ts';

const seconds = { s: 1, m: 60, h: 3600 } as const;
const unitOf = (text: string): keyof typeof seconds => text.at(-1) as keyof typeof seconds;

/** `user@host:path`, as git takes it for SSH. */
const isRemote = (repository: string): boolean =>
  /^[a-z][a-z0-9+.-]*:/i.test(repository) || /^[^/]+@[^/:]+:/.test(repository);

/** Where policies come from, with defaults. */
export function policyConfiguration(
  { publishers, signatures = 'required', git }: NonNullable<WrittenConfiguration['policy']> = {},
  path: (p: string) => string,
): PolicyConfiguration {
  return {
    signatures,
    ...(publishers && {
      publishers: {
        groups: publishers.groups ?? [],
        services: publishers.services ?? [],
        keys: publishers.keys ?? [],
      },
    }),
    ...(git && {
      git: {
        repository: isRemote(git.repository) ? git.repository : path(git.repository),
        branch: git.branch,
        ...(git.canary !== undefined && { canary: git.canary }),
        path: (git.path ?? '')
          .split('/')
          .filter((part) => part !== '' && part !== '.')
          .join('/'),
        everySeconds: Number((git.every ?? '60s').slice(0, -1)) * seconds[unitOf(git.every ?? '60s')],
        allowForced: git.allowForced ?? false,
        ...(git.allowedSigners !== undefined && { allowedSigners: path(git.allowedSigners) }),
      },
    }),
  };
}

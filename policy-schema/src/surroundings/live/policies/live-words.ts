/** What is known of the policies that a gateway has in force. */
export interface Live {
  readonly revision: number;
  readonly digest: string;
  /** Short; "" where they are of none. */
  readonly commit: string;
  readonly source: string;
  /** Whole, for policy readers; absent for everybody else. */
  readonly files?: readonly { readonly path: string; readonly text: string }[];
}

/** How one file stands to them; `unknown`: it does not load, or has not been compared yet. */
export type FileStanding = { readonly rules: number } | { readonly same: true } | 'unknown' | 'not-there';

function standingWords(standing: FileStanding): string | undefined {
  if (standing === 'unknown') return undefined;
  if (standing === 'not-there') return 'this file is not in it';
  if ('same' in standing) return 'same as here';
  if (standing.rules === 0) return 'same rules, in other words';
  return standing.rules === 1 ? '1 rule differs' : `${standing.rules} rules differ`;
}

/** The line above a policy file: what is live, and how the file stands to it. */
export function liveWords({ revision, commit, files }: Live, standing: FileStanding): string {
  const which = commit !== '' ? `commit ${commit}` : revision > 0 ? `revision ${revision}` : undefined;
  const how = files === undefined ? undefined : standingWords(standing);
  return ['live', which, how].filter((part) => part !== undefined).join(' · ');
}

/** The file of the gateway that a file of the workspace is: by the end of its path, else by its name where that is one's alone. */
export function liveFileOf(
  files: NonNullable<Live['files']>,
  path: string,
): { readonly path: string; readonly text: string } | undefined {
  const here = path.replaceAll('\\', '/');
  const byPath = files
    .filter((file) => here === file.path || here.endsWith(`/${file.path}`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (byPath !== undefined) return byPath;
  const name = here.split('/').at(-1);
  const named = files.filter((file) => file.path.split('/').at(-1) === name);
  return named.length === 1 ? named[0] : undefined;
}

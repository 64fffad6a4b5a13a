import type { PolicyProblem, PolicySet } from '@vectorgate/policy-schema';
import { isPolicyFileName } from '@vectorgate/policy-schema/bundle';
import type { Configuration } from '../configuration/configuration.ts';
import { compileFor } from '../policy/candidate.ts';
import type { PolicyFile } from '../policy/policy-folder.ts';
import type { ExtractPolicy } from '../sessions/export/extract-policy.ts';
import { ApiError } from './api-error.ts';

/** Bytes of texts, and problems that are told, at the most. */
const mostBytes = 100_000;
const mostProblems = 20;

/**
 * Compiles the guards by which an export masks more, against this gateway's connections and issuers. Throws `ApiError`
 * with places and remedies. `reader`: whether whoever sent them reads policies, and so may know what claims there are.
 */
export function compileExtract(
  configuration: Pick<Configuration, 'connections' | 'issuers'>,
  files: readonly PolicyFile[],
  reader: boolean,
): ExtractPolicy {
  assertFiles(files);
  const result = compileFor(configuration, files);
  if (!result.ok)
    throw unfit(result.problems.map((problem) => inWords(problem, configuration, files, reader)));
  const { set } = result;
  const refused = set.rules.flatMap(refuse);
  if (refused.length > 0) throw unfit(refused);
  return { set, files, names: [...new Set(set.rules.map(({ policy }) => policy.name))].sort() };
}

function assertFiles(files: readonly PolicyFile[]): void {
  if (files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) > mostBytes)
    throw new ApiError(
      413,
      'extract-too-large',
      `The policies of an extract have ${mostBytes.toLocaleString('en')} bytes at the most.`,
      'Name the files that it needs, and no others.',
    );
  const paths = new Set(files.map(({ path }) => path));
  const strange = files.find(({ path }) => !isPolicyFileName(path));
  if (strange !== undefined || paths.size < files.length)
    throw new ApiError(
      400,
      'extract-unfit',
      strange === undefined
        ? 'A policy of the extract stands twice under one name.'
        : `${JSON.stringify(strange.path.slice(0, 300))} cannot be the name of a policy of an extract.`,
      'Names are relative, have no hidden parts, and end in .policy.yaml: rename the file.',
    );
}

const unfit = (told: readonly string[]): ApiError => {
  const more = told.length - mostProblems;
  return new ApiError(
    400,
    'extract-unfit',
    `These policies cannot make an extract:\n${told.slice(0, mostProblems).join('\n')}${more > 0 ? `\n… and ${more} more` : ''}`,
    'Mend what stands there: an extract takes rules of effect guard with mask, and no others.',
  );
};

/** A problem with its place and remedy. Which claims there are is told to readers of policies alone. */
function inWords(
  { file, line, column, code, message, remedy }: PolicyProblem,
  { issuers }: Pick<Configuration, 'issuers'>,
  files: readonly PolicyFile[],
  reader: boolean,
): string {
  const place = `${file}:${line}:${column} ${code}:`;
  const claims = issuers.flatMap((issuer) => Object.keys(issuer.claims));
  const tells = (text: string): boolean =>
    claims.some((name) => text.includes(name) && !files.some((sent) => sent.text.includes(name)));
  if (reader || !tells(`${message} ${remedy}`)) return `${place} ${message}\n    ${remedy}`;
  return `${place} No issuer declares a claim like that.\n    Which claims there are, readers of policy know: ask one of them.`;
}

/** Why an extract does not take a rule: what it cannot do, it does not pretend to. */
function refuse(rule: PolicySet['rules'][number]): string[] {
  const { file, line, rule: id } = rule.reference;
  const why = whyRefused(rule);
  return why === undefined ? [] : [`${file}:${line} extract-rule: Rule ${id} ${why}`];
}

function whyRefused({
  effect,
  monitored,
  masks,
  filter,
  limits,
  rate,
}: PolicySet['rules'][number]): string | undefined {
  if (effect !== 'guard')
    return `has the effect ${effect}, and an extract only masks.\n    Take it out; leave out records by what you export.`;
  if (monitored) return 'is monitored, so it would mask nothing.\n    Take out its mode.';
  if (filter !== undefined || limits !== undefined || rate !== undefined)
    return 'requires or limits something, and an extract only masks.\n    Take out require and limits.';
  return masks.length === 0 ? 'masks nothing.\n    Give it a mask, or take it out.' : undefined;
}

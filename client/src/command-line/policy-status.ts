import { readEnvironment } from '@vectorgate/policy-schema/cli';
import { printable } from '@vectorgate/policy-schema/printable';
import { isRecord, records, text } from '../api/read-json.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { relative } from '../output/ago.ts';
import { coloured, type Terminal } from '../output/terminal.ts';
import { type ToldChange, toldChange } from '../policies/change-words.ts';
import { type Drift, driftOf } from '../policies/drift.ts';
import { textsOf } from '../policies/folder-texts.ts';
import { textsIn } from '../policies/policy-texts.ts';
import { canaryTrouble } from './canary-trouble.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';

type Answer = Readonly<Record<string, unknown>>;

const line = (word: string, said: string): string => `${word.padEnd(10)}${printable(said)}\n`;

const sources: Readonly<Record<string, string>> = {
  folder: 'a folder of the gateway',
  git: 'git',
  published: 'published',
};

/**
 * `vectorgate policy status [FOLDER]`: which policies are in force, since when, from where and by whom; with a folder, which of
 * its rules are others. Resolves to the exit code: 1 when the gateway cannot take what is there, or the folder differs.
 */
export async function policyStatus(
  folder: string | undefined,
  options: CommonOptions & { readonly config?: string },
  terminal: Terminal,
): Promise<number> {
  const api = await signedInApi(options, terminal);
  const status = await api.policy();
  const environment = options.config === undefined ? undefined : await readEnvironment(options.config);
  const drift =
    folder === undefined
      ? undefined
      : driftOf(textsIn(await api.policyFiles()), await textsOf(folder), environment);
  print(terminal, options, { ...status, ...(drift && { drift }) }, () =>
    lines(status, drift, folder, terminal),
  );
  return status.ok === false || drift?.same === false ? exitCodes.trouble : exitCodes.fine;
}

function lines(
  status: Answer,
  drift: Drift | undefined,
  folder: string | undefined,
  terminal: Terminal,
): string {
  const change = toldChange(status.change);
  const following = isRecord(status.following) ? status.following : undefined;
  const revision = isRecord(status.revision) ? status.revision : {};
  const number = change.revision > 0 ? `revision ${change.revision} · ` : '';
  const since = relative(change.time || text(status.loadedAt), terminal.now());
  return [
    line('in force', `${number}${text(revision.digest).slice(0, 12)} · since ${since}`),
    line('source', sourceWords(text(status.source), following)),
    ...byWords(change),
    ...troubleLines(status, following, terminal),
    ...canaryLines(following, terminal),
    ...(drift === undefined ? [] : [`\n${driftWords(drift, folder ?? '')}`]),
  ].join('');
}

function sourceWords(source: string, following: Answer | undefined): string {
  const branch = following && ` · branch ${text(following.branch)} of ${text(following.repository) || '…'}`;
  return `${sources[source] ?? source}${branch ?? ''}`;
}

/** The branch that runs beside it: what is wrong there is nothing to what is in force. */
function canaryLines(following: Answer | undefined, terminal: Terminal): readonly string[] {
  const canary = following && isRecord(following.canary) ? following.canary : undefined;
  if (canary === undefined) return [];
  const commit = text(canary.commit);
  const what =
    commit === '' ? text(canary.idle) || 'nothing runs' : `commit ${commit.slice(0, 7)} runs beside`;
  return [line('canary', `branch ${text(canary.branch)} · ${what}`), canaryTrouble(canary, terminal)];
}

function byWords({ commit, author, by, key, note, source }: ToldChange): readonly string[] {
  const signed = key === '' ? ', not signed' : `, signed by ${key}`;
  return [
    ...(commit === ''
      ? []
      : [
          line(
            'commit',
            `${commit.replace('+', '')}${commit.endsWith('+') ? ', with changes that are in no commit' : ''}`,
          ),
        ]),
    ...(author === '' ? [] : [line('author', author)]),
    ...(by === '' && source !== 'published' ? [] : [line('by', `${by || '…'}${by === '' ? '' : signed}`)]),
    ...(note === '' ? [] : [line('note', note)]),
  ];
}

function troubleLines(status: Answer, following: Answer | undefined, terminal: Terminal): readonly string[] {
  const trouble = following && isRecord(following.trouble) ? following.trouble : undefined;
  const told = [
    ...(trouble ? [`${text(trouble.message)} ${text(trouble.remedy)}`] : []),
    ...records(status.errors).map(
      (error) => `${text(error.file)}:${String(error.line)}:${String(error.column)} ${text(error.message)}`,
    ),
  ];
  if (told.length === 0 && status.ok === false)
    told.push('What is there does not load, or cannot be read; the last good set stays in force.');
  return told.map((one) => coloured(terminal, 'red', line('trouble', one)));
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

/** In words: which rules of a folder are others than those in force. */
function driftWords({ same, rules }: Drift, folder: string): string {
  if (same) return `${folder} is what is in force.\n`;
  if (rules.length === 0) return `${folder} has other texts than are in force, and the same rules.\n`;
  const told = rules.map(({ policy, rule, how, file, line: at }) =>
    `  ${signs[how]} ${how.padEnd(8)} ${printable(`${policy}/${rule}`)}  ${how === 'removed' ? '' : `${printable(file)}:${at}`}`.trimEnd(),
  );
  const number = rules.length === 1 ? '1 rule differs' : `${rules.length} rules differ`;
  return `${number} in ${folder} from what is in force:\n${told.join('\n')}\n`;
}

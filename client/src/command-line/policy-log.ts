import { records } from '../api/read-json.ts';
import { relative } from '../output/ago.ts';
import { table } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';
import { toldChange } from '../policies/change-words.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';

/** `vectorgate policy log`: the sets of policies that were in force, the latest first. */
export async function policyLog(
  options: CommonOptions & { readonly limit: number },
  terminal: Terminal,
): Promise<void> {
  const answer = await (await signedInApi(options, terminal)).policyRevisions(options.limit);
  print(terminal, options, answer, () =>
    table(
      [
        { title: 'revision', right: true },
        { title: 'since', widest: 14 },
        { title: 'source', widest: 9 },
        { title: 'commit', widest: 8 },
        { title: 'by', widest: 18 },
        { title: 'note' },
      ],
      records(answer.revisions)
        .map(toldChange)
        .map(({ revision, time, source, commit, by, author, note }) => [
          ...[String(revision), relative(time, terminal.now()), source, commit],
          ...[by || author, note],
        ]),
    ),
  );
}

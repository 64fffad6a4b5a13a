import { records } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import type { Terminal } from '../output/terminal.ts';
import { toldChange } from '../policies/change-words.ts';
import { textsIn } from '../policies/policy-texts.ts';
import { signedInApi } from './context.ts';
import { type PutOptions, put } from './policy-publish.ts';

const mostBack = 200;

/** `vectorgate policy rollback [REVISION]`: publishes what was in force once more, as a new revision. */
export async function policyRollback(
  revision: number | undefined,
  options: PutOptions,
  terminal: Terminal,
): Promise<void> {
  const api = await signedInApi(options, terminal);
  const [now, ...before] = records((await api.policyRevisions(mostBack)).revisions).map(toldChange);
  const wanted = revision ?? before.find(({ digest }) => digest !== now?.digest)?.revision;
  if (wanted === undefined)
    throw new ClientError(
      'not-found',
      'Nothing else was in force before.',
      'Look for a revision in: vectorgate policy log',
    );
  const answer = await api.policyRevision(wanted);
  const { author, commit } = toldChange(answer.change);
  await put(
    api,
    {
      files: textsIn(answer),
      note: `back to revision ${wanted}${commit === '' ? '' : ` (commit ${commit})`}`,
      ...(author !== '' && { written: { author } }),
    },
    options,
    terminal,
  );
}

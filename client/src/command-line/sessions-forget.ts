import { ClientError } from '../errors/client-error.ts';
import type { Terminal } from '../output/terminal.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';

/** `vectorgate sessions forget ID`: has the key of a session destroyed. For custodians; it cannot be undone. */
export async function sessionsForget(
  id: string,
  options: CommonOptions & { readonly reason: string; readonly yes?: boolean },
  terminal: Terminal,
): Promise<void> {
  if (options.yes !== true)
    throw new ClientError(
      'not-confirmed',
      `What session ${id} asked and was answered could then be read by nobody any more. This cannot be undone.`,
      'Nothing was done. Say it once more with --yes.',
    );
  const done = await (await signedInApi(options, terminal)).forgetSession(id, options.reason);
  print(
    terminal,
    options,
    done,
    () =>
      `Session ${id} is forgotten: its records say who, when and what kind, and nobody can read more.\nCopies of the data folder still hold its key: destroy those too, or their keys folder.\n`,
  );
}

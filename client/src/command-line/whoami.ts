import type { Terminal } from '../output/terminal.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';
import { describeMe } from './describe-me.ts';

/** `vectorgate whoami`: who the gateway says I am. */
export async function whoami(options: CommonOptions, terminal: Terminal): Promise<void> {
  const me = await (await signedInApi(options, terminal)).me();
  print(terminal, options, me, () => `${describeMe(me, terminal.now())}\n`);
}

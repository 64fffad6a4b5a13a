import type { TokenSource } from '../api/gateway-api.ts';
import { keeperHolder } from '../keeper/keeper-holder.ts';
import { keptToken } from '../keeper/kept-token.ts';
import type { Terminal } from '../output/terminal.ts';
import { workloadSource } from '../workload/workload-source.ts';
import { workloadGives, workloadUnused } from './whose-token.ts';

/**
 * Tokens of the person who is signed in to a gateway, or else, as with `vectorgate run`, of the workload whose token
 * source the environment names; where it names one, `terminal` is told which of the two it is. Throws `ClientError`: code
 * `signed-out` or `workload-token`, and whatever keeps somebody who is signed in from a token.
 */
export function callerToken(controlUrl: string, terminal: Pick<Terminal, 'err'>): TokenSource {
  const workload = workloadSource();
  const person = keptToken(controlUrl);
  if (workload === undefined) return person;
  let chosen: Promise<TokenSource> | undefined;
  return async (refused) => {
    // Asked once: whoever a command begins as, it ends as.
    chosen ??= keeperHolder(controlUrl)
      .signedIn()
      .then((isSignedIn) => {
        terminal.err(isSignedIn ? workloadUnused(workload) : workloadGives(workload));
        return isSignedIn ? person : workload.token;
      });
    return (await chosen)(refused);
  };
}

import type { TokenSource } from '../api/gateway-api.ts';
import { keeperHolder } from '../keeper/keeper-holder.ts';
import { keptToken } from '../keeper/kept-token.ts';
import { workloadSource } from '../workload/workload-source.ts';

/**
 * Tokens of the person who is signed in to a gateway, or else, as with `vectorgate run`, of the workload whose token
 * source the environment names. Throws `ClientError` code `signed-out` or `workload-token`.
 */
export function callerToken(controlUrl: string): TokenSource {
  const workload = workloadSource();
  const person = keptToken(controlUrl);
  if (workload === undefined) return person;
  let chosen: Promise<TokenSource> | undefined;
  return async (refused) => {
    // Asked once: whoever a command begins as, it ends as.
    chosen ??= keeperHolder(controlUrl)
      .signedIn()
      .then((isSignedIn) => (isSignedIn ? person : workload.token));
    return (await chosen)(refused);
  };
}

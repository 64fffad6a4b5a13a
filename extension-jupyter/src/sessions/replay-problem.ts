import { ReplayError, type ReplayErrorCode } from '@vectorgate/replay-ui/host';
import { ServerProblem } from '../server/server-problem.ts';

const codes: Readonly<Record<string, ReplayErrorCode>> = {
  signed_out: 'signed-out',
  not_configured: 'unreachable',
  gateway_unreachable: 'unreachable',
  server_gone: 'unreachable',
  'not-found': 'not-found',
};
const ofQueries = /^(query|key|value|quote|amount|time|text)-/;

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whatever was thrown while the Jupyter server was asked, as the replay shows it. */
export function replayProblem(error: unknown): ReplayError {
  if (error instanceof ReplayError) return error;
  if (!(error instanceof ServerProblem))
    return new ReplayError(
      'failed',
      error instanceof Error ? error.message : String(error),
      'Reload the page.',
      {
        cause: error,
      },
    );
  const { code, message, next } = error.problem;
  const known = codes[code] ?? (ofQueries.test(code) ? 'query-unreadable' : 'failed');
  return new ReplayError(known, upperFirst(message), next, { cause: error });
}

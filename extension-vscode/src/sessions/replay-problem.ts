import { ReplayError, type ReplayErrorCode } from '@vectorgate/replay-ui/host';
import { problemOf } from '../gate/problem-of.ts';
import { upperFirst } from '../words/upper-first.ts';

const codes: Readonly<Record<string, ReplayErrorCode>> = {
  signed_out: 'signed-out',
  gateway_unreachable: 'unreachable',
  'not-found': 'not-found',
  'query-unreadable': 'query-unreadable',
  refused: 'refused',
};

/** Whatever was thrown while the gateway was asked, as the replay shows it. */
export function replayProblem(error: unknown, gateway: string): ReplayError {
  if (error instanceof ReplayError) return error;
  const { code, message, next } = problemOf(error, gateway);
  return new ReplayError(codes[code] ?? 'failed', upperFirst(message), next, { cause: error });
}

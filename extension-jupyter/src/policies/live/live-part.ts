import { type FileStanding, type Live, liveWords } from '@vectorgate/policy-schema/live-policies';
import type { Problem, Status } from '../../server/status.ts';

/** What the line above a policy says, and what pressing it does. */
export interface LivePart {
  readonly text: string;
  readonly title?: string;
  readonly does?: 'compare' | 'sign-in';
}

export interface LiveKnown {
  readonly status: Pick<Status, 'configured' | 'signedIn' | 'who'> | undefined;
  /** What does not work now. */
  readonly problem: Problem | undefined;
  readonly live: Live | undefined;
  readonly standing: FileStanding;
}

/** How a policy stands to what its gateway has in force; undefined where there is no gateway, or nothing is known yet. */
export function livePart({ status, problem, live, standing }: LiveKnown): LivePart | undefined {
  if (status?.configured !== true) return undefined;
  const away = problem === undefined ? '' : ' · the gateway does not answer now';
  if (live === undefined) {
    if (problem !== undefined)
      return { text: 'live · not known: the gateway does not answer', title: problem.message };
    if (status.signedIn) return undefined;
    return {
      text: 'live · sign in to see what is in force',
      title: 'Sign in to VectorGate',
      does: 'sign-in',
    };
  }
  const text = `${liveWords(live, standing)}${away}`;
  if (live.files === undefined)
    return {
      text,
      title: 'The policies in force are shown to policy readers: policyReaders in vectorgate.yaml',
    };
  return { text, title: 'Compare with what the gateway has in force', does: 'compare' };
}

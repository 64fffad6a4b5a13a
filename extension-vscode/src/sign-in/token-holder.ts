import type { TokenHolder } from '@vectorgate/client';
import { problemOf } from '../gate/problem-of.ts';
import type { PersonSession } from './person-session.ts';

/** Gives the broker this window's sign-in: its words for whoever runs a cell name what the editor has, not a terminal. */
export const holderOf = (session: Pick<PersonSession, 'signedIn' | 'token'>): TokenHolder => ({
  signedIn: async () => session.signedIn,
  token: async (refused) => {
    try {
      return await session.token(refused);
    } catch (error) {
      const { ClientError } = await import('@vectorgate/client');
      const { code, message, next } = problemOf(error);
      throw new ClientError(code === 'signed_out' ? 'signed-out' : 'gateway-unreachable', message, next, {
        cause: error,
      });
    }
  },
});

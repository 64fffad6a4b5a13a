import { text } from '../api/read-json.ts';
import type { TokenHolder } from '../broker/token-holder.ts';
import { ClientError } from '../errors/client-error.ts';
import { askKept } from './ask-kept.ts';

/** Tokens of this gateway's sign-in, out of the process that keeps it, for a broker. */
export const keeperHolder = (controlUrl: string): TokenHolder => {
  const ask = async (refused?: string): Promise<{ token: string; expires: number }> => {
    const answer = await askKept(controlUrl, { op: 'token', refused });
    if (answer === undefined)
      throw new ClientError(
        'signed-out',
        `You are not signed in to ${controlUrl}.`,
        'Sign in: vectorgate login',
      );
    if (typeof answer.expires !== 'number')
      throw new ClientError(
        'keeper-failed',
        'The process that keeps your sign-in answers without a token.',
        'Sign in again: vectorgate login',
      );
    return { token: text(answer.accessToken), expires: answer.expires / 1000 };
  };
  return {
    signedIn: async () => {
      // No sign-in is kept there yet.
      if (process.platform === 'win32') return false;
      try {
        await ask();
        return true;
      } catch (error) {
        // Somebody whose token cannot be had just now is no less signed in: nobody may act in their place.
        if (error instanceof ClientError && error.code === 'signed-out') return false;
        throw error;
      }
    },
    token: ask,
  };
};

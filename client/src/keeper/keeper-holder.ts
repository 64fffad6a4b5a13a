import { text } from '../api/read-json.ts';
import type { TokenHolder } from '../broker/token-holder.ts';
import { ClientError } from '../errors/client-error.ts';
import { askKept } from './ask-kept.ts';

/** Tokens of this gateway's sign-in, out of the process that keeps it, for a broker. */
export const keeperHolder = (controlUrl: string): TokenHolder => {
  const ask = async (refused?: string): Promise<{ token: string; expires: number }> => {
    const answer = await askKept(controlUrl, { op: 'token', refused });
    if (answer === undefined || typeof answer.expires !== 'number')
      throw new ClientError(
        'signed-out',
        `You are not signed in to ${controlUrl}.`,
        'Sign in: vectorgate login',
      );
    return { token: text(answer.accessToken), expires: answer.expires / 1000 };
  };
  return {
    signedIn: () =>
      ask().then(
        () => true,
        () => false,
      ),
    token: ask,
  };
};

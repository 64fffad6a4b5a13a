import type { TokenSource } from '../api/gateway-api.ts';
import { text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { askKeeper } from './ask-keeper.ts';

/** Access tokens from the keeper of this gateway's sign-in. Throws `ClientError` code `signed-out`. */
export const keptToken =
  (controlUrl: string): TokenSource =>
  async () => {
    const answer = await askKeeper(controlUrl, { op: 'token' });
    if (answer === undefined)
      throw new ClientError(
        'signed-out',
        `You are not signed in to ${controlUrl}.`,
        'Sign in: vectorgate login',
      );
    return text(answer.accessToken);
  };

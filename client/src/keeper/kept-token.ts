import type { TokenSource } from '../api/gateway-api.ts';
import { keeperHolder } from './keeper-holder.ts';

/** Access tokens from the keeper of this gateway's sign-in. Throws `ClientError` code `signed-out`. */
export const keptToken =
  (controlUrl: string): TokenSource =>
  async () =>
    (await keeperHolder(controlUrl).token()).token;

import { ClientError } from '../errors/client-error.ts';
import type { Session } from '../keeper/session.ts';
import type { Keyring } from './keyring.ts';

/**
 * A session that the keyring follows: what renews it is kept there before a token of the renewal is given out, and is gone
 * from there before the gateway is told of a sign-out, or once the gateway has ended it.
 */
export function keptSession(
  session: Pick<Session, 'token' | 'end' | 'held'>,
  keyring: Pick<Keyring, 'keep' | 'forget'>,
): Pick<Session, 'token' | 'end'> {
  let kept = session.held.refreshToken;
  return {
    token: async (refused) => {
      try {
        const given = await session.token(refused);
        if (session.held.refreshToken !== kept) {
          kept = session.held.refreshToken;
          await keyring.keep(session.held);
        }
        return given;
      } catch (error) {
        if (error instanceof ClientError && error.code === 'signed-out') await keyring.forget();
        throw error;
      }
    },
    end: async () => {
      await keyring.forget();
      await session.end();
    },
  };
}

import { Keyring } from '../keyring/keyring.ts';
import { askKeeper } from './ask-keeper.ts';
import type { KeeperRequest } from './keeper-messages.ts';
import { socketPath } from './socket-path.ts';
import { startKeeper } from './start-keeper.ts';
import { withLock } from './with-lock.ts';

type Answer = Awaited<ReturnType<typeof askKeeper>>;

/**
 * As `askKeeper`; where no keeper runs and the operating system's keyring has the sign-in, one is started with it. One
 * process at a time does that: a refresh token may be used once only.
 */
export async function askKept(controlUrl: string, request: KeeperRequest): Promise<Answer> {
  const answer = await askKeeper(controlUrl, request);
  if (answer !== undefined) return answer;
  return withLock(`${await socketPath(controlUrl)}.starting`, async () => {
    const started = await askKeeper(controlUrl, request);
    if (started !== undefined) return started;
    const kept = await new Keyring(controlUrl).read();
    if (kept === undefined) return undefined;
    await startKeeper(controlUrl, { ...kept, accessToken: '', expires: 0 });
    return askKeeper(controlUrl, request);
  });
}

import { lstat, mkdtemp, rmdir, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { ClientError } from '../errors/client-error.ts';

/** `sun_path` holds 108 bytes on Linux and 104 elsewhere. */
const mostPathBytes = 100;
const sticky = 0o1000;
const writtenByOthers = 0o022;

/**
 * Makes a 0700 folder for a broker's socket, under `base`, `XDG_RUNTIME_DIR` or the system's place for temporary files.
 * Its name is new each time, so nobody can have put a socket or a link there beforehand; the place itself is no other
 * user's, unless it is a shared one with the sticky bit. Throws `ClientError` code `platform` where there is none.
 */
export async function newRuntimeFolder(base?: string): Promise<string> {
  const places = base === undefined ? [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'] : [base];
  const tried = places.filter((place): place is string => place !== undefined && place !== '');
  for (const place of tried) {
    if (!(await isTrustworthy(place, base !== undefined))) continue;
    const folder = await mkdtemp(join(place, 'vectorgate-')).catch(() => undefined);
    if (folder === undefined) continue;
    if (Buffer.byteLength(join(folder, 'broker.sock')) <= mostPathBytes) return folder;
    await rmdir(folder);
  }
  throw new ClientError(
    'platform',
    `There is no safe place for the broker’s socket (tried ${tried.join(', ')}).`,
    'Set XDG_RUNTIME_DIR to a folder of your own with mode 0700 and a short path.',
  );
}

async function isTrustworthy(place: string, strict: boolean): Promise<boolean> {
  const here = await lstat(place).catch(() => undefined);
  // /tmp is a link on some systems: what it leads to is looked at instead.
  const found = here?.isSymbolicLink() && !strict ? await stat(place).catch(() => undefined) : here;
  if (found === undefined || !found.isDirectory()) return false;
  const { uid } = userInfo();
  const mine = found.uid === uid && (found.mode & writtenByOthers) === 0;
  const shared = (found.uid === 0 || found.uid === uid) && (found.mode & sticky) !== 0;
  return mine || shared;
}

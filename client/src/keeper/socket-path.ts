import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientError } from '../errors/client-error.ts';

/** A container's user may have a number and no name, so nothing is asked but the number. */
const user = (): number | undefined => process.geteuid?.();

/** The folder of the keepers' sockets: the login session's own where the system has one. */
const folder = (): string =>
  process.env.XDG_RUNTIME_DIR
    ? join(process.env.XDG_RUNTIME_DIR, 'vectorgate')
    : join(tmpdir(), `vectorgate-${user()}`);

/** Nothing may be written there at all, as in a container whose file system is read only: so no sign-in is kept there. */
const closed: ReadonlySet<string | undefined> = new Set(['EROFS', 'EACCES', 'EPERM']);

/**
 * Path of the keeper's socket for this gateway, in a folder that only its owner may enter. Throws `ClientError`: code
 * `signed-out` where there is none and none can be made, `keeper-failed` where others may enter it, `platform` on Windows.
 */
export async function socketPath(controlUrl: string): Promise<string> {
  if (process.platform === 'win32')
    throw new ClientError(
      'platform',
      'The command line cannot keep a sign-in on Windows yet.',
      'Use it inside WSL.',
    );
  const path = folder();
  // What stands there already is looked at next, whatever it is.
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (closed.has(error.code))
      throw new ClientError(
        'signed-out',
        `No sign-in can be kept: ${path} cannot be made.`,
        'Set XDG_RUNTIME_DIR to a folder that only you can enter.',
        { cause: error },
      );
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== user())
    throw new ClientError(
      'keeper-failed',
      `${path} is not a folder of yours: somebody else made it, or it is a link.`,
      'Set XDG_RUNTIME_DIR to a folder that only you can enter.',
    );
  if ((found.mode & 0o077) !== 0)
    throw new ClientError(
      'keeper-failed',
      `${path} is open to other users.`,
      `Remove it, or: chmod 700 ${path}`,
    );
  return join(path, `${createHash('sha256').update(controlUrl).digest('hex').slice(0, 16)}.sock`);
}

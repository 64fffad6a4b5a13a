import { findProgram } from '../process/find-program.mjs';
import { installSystemPackages } from './system-packages.mjs';

/** A real keyring (freedesktop Secret Service) and the bus that it is reached over, on Linux. */
export async function installKeyring(say) {
  if (process.platform !== 'linux') return 'not needed here';
  if ((await findProgram(['gnome-keyring-daemon'])) && (await findProgram(['dbus-daemon'])))
    return 'in place';
  await installSystemPackages(['dbus', 'gnome-keyring'], 'A keyring', say);
  return 'installed';
}

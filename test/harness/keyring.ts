import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { until } from './until.ts';

/** A real, unlocked keyring on a bus of its own: GNOME's Secret Service. */
export interface RunningKeyring {
  /** What a program needs to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

const isOnBus = async (address: string): Promise<boolean> => {
  const { stdout } = await promisify(execFile)('dbus-send', [
    `--bus=${address}`,
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.freedesktop.secrets',
  ]);
  return stdout.includes('boolean true');
};

/** Starts a bus and a keyring whose files lie in the folder. @throws when either does not come up */
export async function startKeyring(folder: string): Promise<RunningKeyring> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await once(createInterface(bus.stdout), 'line')) as [string];
  const environment = { DBUS_SESSION_BUS_ADDRESS: address };
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { PATH: process.env.PATH, HOME: folder, XDG_RUNTIME_DIR: folder, ...environment },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin.end('a password of the tests');
  const stop = async (): Promise<void> => {
    await end(daemon);
    await end(bus);
  };
  try {
    await until('the keyring is on the bus', () => isOnBus(address), 20);
  } catch (error) {
    await stop();
    throw error;
  }
  return { environment, stop };
}

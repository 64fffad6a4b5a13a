import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRecord } from '../api/read-json.ts';

/** What the command line remembers between calls: the gateway's address, and nothing secret. */
export interface Settings {
  readonly gateway?: string;
}

/** `$XDG_CONFIG_HOME/vectorgate/settings.json`, else under `~/.config`. */
export const settingsFile = (): string =>
  join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'vectorgate', 'settings.json');

/** The settings; empty when there are none or they cannot be read. */
export async function readSettings(): Promise<Settings> {
  try {
    const said: unknown = JSON.parse(await readFile(settingsFile(), 'utf8'));
    return isRecord(said) && typeof said.gateway === 'string' ? { gateway: said.gateway } : {};
  } catch {
    return {};
  }
}

/** Replaces the settings as a whole. */
export async function writeSettings(settings: Settings): Promise<void> {
  const file = settingsFile();
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(settings, undefined, 2)}\n`, { mode: 0o600 });
  await rename(fresh, file);
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GateProblem } from '../gate/problem.ts';

/** Where an organisation pins what its people need not choose. Written by administrators only. */
export function organisationFile(
  platform: NodeJS.Platform = process.platform,
  programData: string = process.env.PROGRAMDATA ?? 'C:\\ProgramData',
): string {
  if (platform === 'win32') return `${programData}\\VectorGate\\editor.json`;
  if (platform === 'darwin') return join('/Library/Application Support/VectorGate', 'editor.json');
  return '/etc/vectorgate/editor.json';
}

/**
 * The gateway that the file pins; undefined when there is no file. A file that cannot be understood is a problem, not
 * an absence: with it, people would be free to choose where they were not meant to. Throws `GateProblem`.
 */
export async function pinnedGateway(path: string = organisationFile()): Promise<string | undefined> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR'))
      return undefined;
    throw unreadable(path, 'it cannot be read', cause);
  }
  let said: unknown;
  try {
    said = JSON.parse(content);
  } catch (cause) {
    throw unreadable(path, 'it is not JSON', cause);
  }
  if (typeof said !== 'object' || said === null || Array.isArray(said))
    throw unreadable(path, 'it is not an object');
  const unknown = Object.keys(said).find((key) => key !== 'gateway');
  if (unknown !== undefined) throw unreadable(path, `its key "${unknown}" is not known`);
  if (!('gateway' in said) || typeof said.gateway !== 'string' || said.gateway === '')
    throw unreadable(path, 'it has no text "gateway"');
  return said.gateway;
}

const unreadable = (path: string, why: string, cause?: unknown): GateProblem =>
  new GateProblem(
    {
      code: 'organisation_file',
      message: `your organisation's file ${path} is not understood: ${why}.`,
      next: 'Tell whoever looks after this machine. It holds {"gateway": "https://vectorgate.example.com"} and nothing else.',
    },
    { cause },
  );

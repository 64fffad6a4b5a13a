import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { PolicyEnvironment } from '../compile/environment.ts';
import { environmentOfConfig } from '../surroundings/environment-of-config.ts';
import { UsageError } from './usage-error.ts';

/** Reads connections, issuers and claims from a gateway's configuration file. */
export async function readEnvironment(path: string): Promise<PolicyEnvironment> {
  let value: unknown;
  try {
    value = parse(await readFile(path, 'utf8'), { version: '1.2' });
  } catch (cause) {
    throw new UsageError(`The configuration ${path} cannot be read. Name the gateway's vectorgate.yaml.`, {
      cause,
    });
  }
  const environment = environmentOfConfig(value);
  if (environment === undefined) {
    throw new UsageError(
      `The configuration ${path} does not list connections and issuers. Name the gateway's vectorgate.yaml.`,
    );
  }
  return environment;
}

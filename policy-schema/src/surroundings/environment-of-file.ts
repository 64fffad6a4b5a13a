import { parse } from 'yaml';
import type { PolicyEnvironment } from '../compile/environment.ts';
import { UsageError } from '../errors/usage-error.ts';
import { environmentOfConfig } from './environment-of-config.ts';
import type { PolicyFiles } from './policy-files.ts';

/** Reads connections, issuers and claims from a gateway's configuration file. */
export async function environmentOfFile(
  path: string,
  files: Pick<PolicyFiles, 'read'>,
): Promise<PolicyEnvironment> {
  let value: unknown;
  try {
    value = parse(await files.read(path), { version: '1.2' });
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

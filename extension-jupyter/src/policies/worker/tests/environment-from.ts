import type { PolicyEnvironment } from '@vectorgate/policy-schema';
import { environmentOfConfig } from '@vectorgate/policy-schema/surroundings';
import { parse } from 'yaml';
import type { ReadFile } from '../policy-messages.ts';

/** A configuration that stands beside policies and cannot be used: `message` says what to do. */
export class ConfigurationTrouble extends Error {}

/** The connections, issuers and claims of a gateway's configuration. @throws {ConfigurationTrouble} */
export function environmentFrom(config: ReadFile | undefined): PolicyEnvironment | undefined {
  if (config === undefined) return undefined;
  let environment: PolicyEnvironment | undefined;
  try {
    environment = environmentOfConfig(parse(config.text, { version: '1.2' }));
  } catch (cause) {
    throw new ConfigurationTrouble(`${config.path} is not YAML. Mend it, or take it away.`, { cause });
  }
  if (environment !== undefined) return environment;
  throw new ConfigurationTrouble(
    `${config.path} does not list connections and issuers. Put the gateway's configuration there, or take it away.`,
  );
}

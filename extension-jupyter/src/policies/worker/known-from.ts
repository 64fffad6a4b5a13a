import type { Catalogue } from '@vectorgate/policy-schema/language';
import { catalogueOf, environmentOfConfig, joinCatalogues } from '@vectorgate/policy-schema/surroundings';
import { parse } from 'yaml';
import type { ReadFile, SurroundingFiles } from './policy-messages.ts';

/** What lies around a policy, understood. */
export interface Known {
  readonly files: readonly ReadFile[];
  readonly catalogue: Catalogue | undefined;
  /** The configuration as it was read. */
  readonly config: ReadFile | undefined;
  /** Files that could not be understood, in words. */
  readonly problems: readonly string[];
}

/** Understands the files around a policy. A configuration or snapshot that is broken is told, and counts as not there. */
export function knownFrom({ files, config, catalogue, names }: SurroundingFiles): Known {
  const problems: string[] = [];
  const read = <Value>(
    file: ReadFile | undefined,
    of: (value: unknown) => Value | undefined,
    form: string,
  ): Value | undefined => {
    if (file === undefined) return undefined;
    try {
      const value = of(parse(file.text, { version: '1.2' }));
      if (value === undefined) problems.push(`${file.path} is not of the form of ${form}.`);
      return value;
    } catch {
      problems.push(`${file.path} is not YAML.`);
      return undefined;
    }
  };
  const environment = read(config, environmentOfConfig, "a gateway's configuration");
  const known = read(catalogue, catalogueOf, 'a catalogue');
  return { files, config, catalogue: joinCatalogues(environment, known) ?? names, problems };
}

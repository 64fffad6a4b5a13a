import type { Catalogue } from '@vectorgate/policy-schema/language';
import {
  catalogueOfText,
  environmentOfConfig,
  joinCatalogues,
  overlayCatalogues,
  type PolicyEnvironment,
} from '@vectorgate/policy-schema/surroundings';
import { parse } from 'yaml';
import type { ReadFile, SurroundingFiles } from './policy-messages.ts';

/** What lies around a policy, understood. */
export interface Known {
  readonly files: readonly ReadFile[];
  /** The configuration as it was read. */
  readonly config: ReadFile | undefined;
  /** What a gateway's configuration says, what a snapshot says, and names to offer where nothing else is known. */
  readonly environment: PolicyEnvironment | undefined;
  readonly snapshot: Catalogue | undefined;
  readonly names: Catalogue | undefined;
  /** Files that could not be understood, in words. */
  readonly problems: readonly string[];
}

/** What exists, with what a gateway tells now. */
export const catalogueOfAll = (
  { environment, snapshot, names }: Known,
  live: Catalogue | undefined,
): Catalogue | undefined => joinCatalogues(environment, overlayCatalogues(snapshot, live)) ?? names;

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
  const told = catalogue && catalogueOfText(catalogue);
  const [first] = told?.problems ?? [];
  if (first !== undefined)
    problems.push(
      `${first.file} is not of the form of a catalogue: line ${first.line}: ${first.message} ${first.remedy}`,
    );
  const snapshot = told?.catalogue;
  return { files, config, environment, snapshot, names, problems };
}

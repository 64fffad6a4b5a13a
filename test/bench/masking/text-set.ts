import { readFileSync } from 'node:fs';

/** The words and forms of one half of the texts: for tuning, or for measuring. */
export interface TextSet {
  readonly name: 'seen' | 'unseen';
  readonly templates: readonly string[];
  readonly people: readonly {
    readonly of: string;
    readonly given: readonly string[];
    readonly family: readonly string[];
  }[];
  readonly places: readonly string[];
  readonly streets: { readonly names: readonly string[]; readonly formats: readonly string[] };
  readonly phones: readonly string[];
  readonly domains: readonly string[];
  readonly fillers: Readonly<Record<string, readonly string[]>>;
}

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`testdata/${path}.json`, import.meta.url), 'utf8'));

/** Reads one half. The two share no word list. */
export function textSet(name: 'seen' | 'unseen'): TextSet {
  const { domains, ...fillers } = read(`${name}/fillers`) as Record<string, readonly string[]>;
  return {
    name,
    templates: read(`${name}/templates`) as TextSet['templates'],
    people: read(`${name}/people`) as TextSet['people'],
    places: read(`${name}/places`) as TextSet['places'],
    streets: read(`${name}/streets`) as TextSet['streets'],
    phones: read(`${name}/phones`) as TextSet['phones'],
    domains: domains!,
    fillers,
  };
}

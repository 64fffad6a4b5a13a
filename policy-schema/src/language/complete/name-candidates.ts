import type { Path } from '../../compile/policy-source.ts';
import { gateRecords } from '../../operation/review-operation.ts';
import type { Analysis } from '../analyse.ts';
import type { CatalogueConnection } from '../catalogue.ts';
import type { CursorPlace } from '../document/cursor-place.ts';
import { plainText } from '../document/plain-text.ts';
import { connectionsOf, textsAt } from '../document/rule-scope.ts';
import { collectionFacts } from '../meaning/collection-facts.ts';
import { type Candidate, inOtherRules } from './completion.ts';
import { nameOfFile } from './document-template.ts';
import { fieldCandidates } from './field-candidates.ts';

const named = (label: string, detail?: string, kind: Candidate['kind'] = 'name'): Candidate => ({
  label,
  kind,
  insert: plainText(label),
  detail,
});

/** Names of tenants, databases and namespaces of a connection: those that it lists, and those that collections lie in. */
function placesOf(one: CatalogueConnection, key: 'tenants' | 'databases' | 'namespaces'): readonly string[] {
  const part = ({ tenants: 'tenant', databases: 'database' } as const)[key as 'tenants' | 'databases'];
  const met =
    part === undefined ? [] : (one.collections ?? []).flatMap((collection) => collection[part] ?? []);
  return [...new Set([...(one[key] ?? []), ...met])];
}

/** Beginnings that several names share, as patterns: `customer-*`. */
function families(names: readonly string[]): Candidate[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    for (const { index } of name.matchAll(/[-_.]/g)) {
      const head = name.slice(0, index + 1);
      counts.set(head, (counts.get(head) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([head, count]) => ({
      ...named(`${head}*`, `${count.toLocaleString('en')} collections`),
      rank: 50,
    }));
}

const days = 86_400_000;

/** When a permit may end: a week, a month, a quarter from now, at the day's end. */
const ends = (now: number): Candidate[] =>
  [
    [7, 'in a week'],
    [30, 'in 30 days'],
    [90, 'in 90 days'],
  ].map(([count, detail], rank) => {
    const label = `${new Date(now + Number(count) * days).toISOString().slice(0, 10)}T18:00:00Z`;
    return { label, kind: 'word', insert: JSON.stringify(label), detail: String(detail), rank };
  });

/** Names that exist for a place: out of the catalogue, and out of the policies themselves. */
export function nameCandidates(analysis: Analysis, place: CursorPlace): Candidate[] {
  const { surroundings, compilation } = analysis;
  const catalogue = surroundings.catalogue ?? { connections: [], issuers: [] };
  const key = lastKey(place.path);
  const where = connectionsOf(place.rule, catalogue);
  const people = new Set(where.map((one) => one.people ?? catalogue.issuers[0]?.name));
  const ofIssuers = (of: 'groups' | 'services' | 'subjects'): Candidate[] =>
    catalogue.issuers.flatMap((issuer) =>
      (issuer[of] ?? []).map((name) =>
        named(
          people.has(issuer.name) && of !== 'services' ? name : `${issuer.name}:${name}`,
          `of ${issuer.name}`,
        ),
      ),
    );
  switch (key) {
    case 'connections':
      return [
        ...catalogue.connections.map(({ name, store }) => named(name, store)),
        ...(textsAt(place.rule, ['operations']).includes('review')
          ? [{ ...named(gateRecords, 'what was done to the records themselves, and who looked'), rank: 20 }]
          : []),
      ];
    case 'collections': {
      const names = where.flatMap(({ name, store, collections = [] }) =>
        collections.map((one) => ({
          ...named(one.name, `${name} · ${store}`),
          documentation: collectionFacts(one),
        })),
      );
      return [...names, ...families([...new Set(names.map(({ label }) => label))])];
    }
    case 'tenants':
    case 'databases':
    case 'namespaces':
      return where.flatMap((one) => placesOf(one, key).map((name) => named(name, one.name)));
    case 'groups':
      return [...ofIssuers('groups'), ...usedNames(analysis, 'groups')];
    case 'services':
      return [...ofIssuers('services'), ...usedNames(analysis, 'services')];
    case 'subjects':
      return [...ofIssuers('subjects'), ...usedNames(analysis, 'subjects')];
    case 'issuers':
      return catalogue.issuers.map(({ name }) => named(name));
    case 'claim':
      return claims(analysis);
    case 'detectors':
      return [...compilation.patterns.keys()].map((name) => named(name, 'a pattern of these policies'));
    case 'fields':
    case 'except':
      return place.path.includes('mask') ? fieldCandidates(analysis, place, true) : [];
    case 'expires':
      return place.path.includes('approval') ? spans(['30m', '1h', '8h', '1d']) : ends(surroundings.now);
    case 'rate':
      return spans(['10/s', '60/min', '1000/h', '10000/day']);
    case 'name':
    case 'owner':
    case 'contact':
      return place.path.length === 2 && place.path[0] === 'metadata' ? headNames(analysis, key) : [];
    default:
      return [];
  }
}

/** What a policy may be called, and whose it may be: as its file is called, and as other policies have it. */
function headNames(
  { file, compilation, surroundings }: Analysis,
  key: 'name' | 'owner' | 'contact',
): Candidate[] {
  if (key === 'name') {
    const name = nameOfFile(file.path);
    return name === undefined ? [] : [named(name, 'as the file')];
  }
  const others = compilation.sources.flatMap((source) => {
    const written = source.file === file.path ? undefined : source.document.getIn(['metadata', key]);
    return typeof written === 'string' ? [named(written, 'of other policies')] : [];
  });
  const groups =
    key === 'owner' ? (surroundings.catalogue?.issuers ?? []).flatMap(({ groups = [] }) => groups) : [];
  return [...others, ...groups.map((group) => ({ ...named(group, 'a group'), rank: 10 }))];
}

const spans = (words: readonly string[]): Candidate[] =>
  words.map((label, rank) => ({ label, kind: 'word', insert: label, rank }));

/** Declared claims with their types. */
export const claims = ({ surroundings }: Analysis): Candidate[] =>
  (surroundings.catalogue?.issuers ?? []).flatMap(({ name, claims }) =>
    Object.entries(claims).map(([claim, type]) => named(claim, `${type}, declared by ${name}`)),
  );

/** Names that other rules use: what no catalogue lists is at least spelt alike. */
function usedNames({ compilation }: Analysis, key: 'groups' | 'subjects' | 'services'): Candidate[] {
  const used = new Set<string>();
  for (const { rule } of compilation.places) {
    for (const name of rule.principals?.[key] ?? []) used.add(name);
    for (const name of rule.principals?.except?.[key] ?? []) used.add(name);
  }
  return [...used].sort().map((name) => ({ ...named(name, inOtherRules), rank: 20 }));
}

const lastKey = (path: Path): string | undefined =>
  path.findLast((step): step is string => typeof step === 'string');

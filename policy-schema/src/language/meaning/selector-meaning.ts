import type { Rule } from '../../schema/rule-schema.ts';
import { spoken, spokenShort } from './spoken.ts';

type Who = Omit<NonNullable<Rule['principals']>, 'except'> & { readonly except?: Who };
type Where = Omit<NonNullable<Rule['resources']>, 'except'> & { readonly except?: Where };

/** Whom a selector is about. */
export function namesOf(who: Who | undefined): string {
  if (who === undefined) return 'everybody';
  const names = [
    ...(who.groups ?? []),
    ...(who.subjects ?? []),
    ...(who.services ?? []).map((name) => `service ${name}`),
    ...(who.issuers ?? []).map((name) => `everybody of ${name}`),
  ];
  const listed = names.length === 0 ? 'everybody' : spokenShort(names, 'and');
  const claims = Object.entries(who.claims ?? {}).map(
    ([name, values]) => `${name} ${spokenShort(values.map(String), 'or')}`,
  );
  const claimed = claims.length === 0 ? '' : ` whose claim ${claims.join(' and ')}`;
  const except = who.except === undefined ? '' : ` except ${namesOf(who.except)}`;
  return `${listed}${claimed}${except}`;
}

const scopes = [
  ['tenants', 'tenant'],
  ['databases', 'database'],
  ['namespaces', 'namespace'],
] as const;

/** What a selector is about. */
export function placesOf(where: Where | undefined): string {
  if (where === undefined) return 'everything';
  const parts = [where.collections === undefined ? 'every collection' : spokenShort(where.collections)];
  for (const [key, word] of scopes) {
    const list = where[key];
    if (list !== undefined) parts.push(`in ${word} ${spoken(list, 'or')}`);
  }
  if (where.connections !== undefined) parts.push(`on ${spoken(where.connections, 'or')}`);
  if (where.except !== undefined) parts.push(`except ${placesOf(where.except)}`);
  return parts.join(' ');
}

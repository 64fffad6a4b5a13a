import type { Catalogue } from '../catalogue.ts';

/** What a text in a condition may be, by what it is compared with. */
export function literalWords(before: string, catalogue: Catalogue | undefined): readonly string[] {
  if (catalogue === undefined) return [];
  const [, path] = /([\w.]+)\s*(?:[=!]=\s*|in\s*\[[^\]]*)"[^"]*$/.exec(before) ?? [];
  const { connections, issuers } = catalogue;
  const names: Readonly<Record<string, readonly string[]>> = {
    connection: connections.map(({ name }) => name),
    store: connections.map(({ store }) => store),
    'target.collection': connections.flatMap(({ collections = [] }) => collections.map(({ name }) => name)),
    'target.tenant': connections.flatMap(({ tenants = [] }) => tenants),
    'target.database': connections.flatMap(({ databases = [] }) => databases),
    'target.namespace': connections.flatMap(({ namespaces = [] }) => namespaces),
    'identity.issuer': issuers.map(({ name }) => name),
    'identity.kind': ['person', 'service'],
  };
  return path === undefined || !Object.hasOwn(names, path) ? [] : [...new Set(names[path])];
}

import { didYouMean } from '../../compile/did-you-mean.ts';
import { compileGlob, type Glob, matchesGlob } from '../../compile/glob.ts';
import { remedyParts } from '../../compile/remedy.ts';
import type { Rule } from '../../schema/rule-schema.ts';
import type { Catalogue } from '../catalogue.ts';
import type { LintCode } from '../diagnose/codes.ts';
import { collectionsLike } from './collections-by-name.ts';
import type { Finding, Lint } from './lint.ts';
import { spanOf } from './spans.ts';

const scopes = {
  tenants: ['unknown-tenant', 'tenant'],
  databases: ['unknown-database', 'database'],
  namespaces: ['unknown-namespace', 'namespace'],
  collections: ['unknown-collection', 'collection'],
} as const satisfies Record<string, readonly [LintCode, string]>;

type Scope = keyof typeof scopes;

interface KnownNames {
  has(glob: Glob): boolean;
  all(): string[];
}

/** The names of a kind on the connections that a rule is about; undefined when one of them does not tell. */
function known(
  catalogue: Catalogue,
  connections: readonly string[] | undefined,
  scope: Scope,
): KnownNames | undefined {
  const own = catalogue.connections.filter(({ name }) => connections?.includes(name) ?? true);
  if (own.some((connection) => connection.partial || connection[scope] === undefined)) return undefined;
  const all = (): string[] =>
    own.flatMap((connection) =>
      scope === 'collections'
        ? (connection.collections ?? []).map(({ name }) => name)
        : (connection[scope] ?? []),
    );
  return {
    all,
    has: (glob) =>
      scope === 'collections'
        ? own.some((connection) => !collectionsLike(connection, glob)[Symbol.iterator]().next().done)
        : all().some((name) => matchesGlob(glob, name)),
  };
}

/** Names of rules that the catalogue does not have. */
export const names: Lint = {
  *find({ places, surroundings: { catalogue } }): Iterable<Finding> {
    if (catalogue === undefined || catalogue.unchecked) return;
    for (const place of places) {
      for (const path of [['resources'], ['resources', 'except']] as const) {
        const where = path.length === 1 ? place.rule.resources : place.rule.resources?.except;
        for (const scope of Object.keys(scopes) as Scope[]) {
          const list = where?.[scope];
          const there = list && known(catalogue, place.rule.resources?.connections, scope);
          if (list === undefined || there === undefined) continue;
          const [code, word] = scopes[scope];
          for (const [i, text] of list.entries()) {
            const glob = compileGlob(text);
            if (there.has(glob)) continue;
            yield {
              ...spanOf(place, [...path, scope, i]),
              code,
              ...(glob.parts.length > 1
                ? {
                    message: `The pattern ${text} matches no ${word} of the catalogue.`,
                    remedy: `No ${word} is called like it now.`,
                  }
                : unknown(text, word, there.all(), 'the collection')),
            };
          }
        }
      }
      yield* people(place.rule, catalogue, (path) => spanOf(place, path));
    }
  },
};

const unknown = (name: string, word: string, known: readonly string[], what: string) => ({
  message: `The catalogue has no ${word} called ${name}.`,
  ...remedyParts(didYouMean(name, known, `Correct it, or keep it if ${what} is yet to come.`)),
});

function* people(
  rule: Rule,
  catalogue: Catalogue,
  span: (path: readonly (string | number)[]) => { start: number; end: number },
): Iterable<Finding> {
  const issuers = new Set(
    catalogue.connections
      .filter(({ name }) => rule.resources?.connections?.includes(name) ?? true)
      .map(({ people }) => people ?? catalogue.issuers[0]?.name),
  );
  for (const path of [['principals'], ['principals', 'except']] as const) {
    const who = path.length === 1 ? rule.principals : rule.principals?.except;
    for (const [key, code, word] of [
      ['groups', 'unknown-group', 'group'],
      ['services', 'unknown-service', 'service'],
    ] as const) {
      for (const [i, text] of (who?.[key] ?? []).entries()) {
        const colon = text.indexOf(':');
        const own = catalogue.issuers.filter(({ name }) =>
          colon === -1 ? issuers.has(name) : name === text.slice(0, colon),
        );
        const prefix = colon === -1 ? '' : text.slice(0, colon + 1);
        if (own.length === 0 || own.some((issuer) => issuer.partial || issuer[key] === undefined)) continue;
        const there = own.flatMap((issuer) => issuer[key] ?? []).map((name) => prefix + name);
        if (there.includes(text)) continue;
        yield {
          ...span([...path, key, i]),
          code,
          ...unknown(text, word, there, 'it'),
        };
      }
    }
  }
}

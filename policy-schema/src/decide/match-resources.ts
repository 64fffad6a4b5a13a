import type { PlaceSelector, ResourceSelector } from '../compile/compiled-rule.ts';
import { type Glob, isEverything, matchesGlob } from '../compile/glob.ts';
import type { Scope, Target } from '../operation/target.ts';
import { both, no, not, type Tri, unknown, yes } from './tri.ts';

/** Whether a rule is about this target (combining, point 2). */
export function matchResources(
  selector: ResourceSelector | undefined,
  connection: string,
  target: Target,
): Tri {
  if (selector === undefined) return yes;
  const named = matchPlace(selector, connection, target);
  return named === no || selector.except === undefined
    ? named
    : both(named, not(matchPlace(selector.except, connection, target)));
}

export function matchPlace(place: PlaceSelector, connection: string, target: Target): Tri {
  if (place.connections !== undefined && !place.connections.includes(connection)) return no;
  let result = matchScope(place.collections, target.collection);
  if (result !== no) result = both(result, matchScope(place.tenants, target.tenant));
  if (result !== no) result = both(result, matchScope(place.databases, target.database));
  if (result !== no) result = both(result, matchScope(place.namespaces, target.namespace));
  return result;
}

/** One part of a target against the patterns of a rule. Wider than they are, or not to be told: unknown. */
export function matchScope(globs: readonly Glob[] | undefined, scope: Scope): Tri {
  if (globs === undefined) return yes;
  switch (scope.is) {
    case 'one':
      for (const glob of globs) if (matchesGlob(glob, scope.name)) return yes;
      return no;
    case 'none':
      return no;
    case 'every':
      return globs.some(isEverything) ? yes : unknown;
    case 'unresolved':
      return unknown;
  }
}

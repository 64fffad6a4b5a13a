import { bitsOf } from '../../compile/class-bits.ts';
import type {
  CompiledRule,
  IssuedName,
  PlaceSelector,
  PrincipalSelector,
  ResourceSelector,
  WhoSelector,
} from '../../compile/compiled-rule.ts';
import { type Glob, isEverything, matchesGlob } from '../../compile/glob.ts';
import { placesMeet } from './places-meet.ts';

const meta = bitsOf(['meta']);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether every name of `b` is one of `a`. Says no where it cannot tell. */
export function globCovers(a: Glob, b: Glob): boolean {
  if (a.text === b.text || isEverything(a)) return true;
  if (b.parts.length === 1) return matchesGlob(a, b.text);
  return a.parts.length === 2 && b.parts[0]!.startsWith(a.parts[0]!) && b.parts.at(-1)!.endsWith(a.parts[1]!);
}

const globsCover = (a: readonly Glob[] | undefined, b: readonly Glob[] | undefined): boolean =>
  a === undefined || (b?.every((one) => a.some((other) => globCovers(other, one))) ?? false);

/** Whether a target that satisfies `b` always satisfies `a`. Says no where it cannot tell. */
export const placeCovers = (a: PlaceSelector, b: PlaceSelector): boolean =>
  (a.connections === undefined || (b.connections?.every((one) => a.connections?.includes(one)) ?? false)) &&
  globsCover(a.collections, b.collections) &&
  globsCover(a.tenants, b.tenants) &&
  globsCover(a.databases, b.databases) &&
  globsCover(a.namespaces, b.namespaces);

const resourcesCover = (a: ResourceSelector | undefined, b: ResourceSelector | undefined): boolean => {
  if (a === undefined) return true;
  if (b === undefined) return false;
  return (
    placeCovers(a, b) && (a.except === undefined || same(a.except, b.except) || !placesMeet(a.except, b))
  );
};

/** Whether somebody who satisfies `b` always satisfies `a`. Says no where it cannot tell. */
export function whoCovers(a: WhoSelector, b: WhoSelector): boolean {
  const has = (list: readonly IssuedName[], { issuer, name }: IssuedName): boolean =>
    list.some((one) => one.issuer === issuer && one.name === name) ||
    (issuer !== undefined && a.issuers.includes(issuer));
  const listed =
    !a.listed ||
    (b.listed &&
      b.groups.every((one) => has(a.groups, one)) &&
      b.subjects.every((one) => has(a.subjects, one)) &&
      b.services.every((one) => has([...a.services, ...a.subjects], one)) &&
      b.issuers.every((one) => a.issuers.includes(one)));
  const claimed = a.claims.every(({ name, values }) =>
    b.claims.some((one) => one.name === name && one.values.every((value) => values.includes(value))),
  );
  return listed && claimed;
}

const principalsCover = (a: PrincipalSelector | undefined, b: PrincipalSelector | undefined): boolean => {
  if (a === undefined) return true;
  if (b === undefined) return !a.listed && a.claims.length === 0 && a.except === undefined;
  return whoCovers(a, b) && (a.except === undefined || same(a.except, b.except));
};

/**
 * Whether a refusal closes a connection as a whole, which one with an exception does not: only then connecting and listing are
 * refused.
 */
const closes = ({ effect, classes, resources: at }: CompiledRule): boolean =>
  effect === 'deny' &&
  (classes & meta) !== 0 &&
  (at?.except ?? at?.tenants ?? at?.databases ?? at?.namespaces ?? at?.collections) === undefined;

/** Whether whatever `b` matches is matched by `a` too, conditions included. Says no where it cannot tell. */
export const ruleCovers = (a: CompiledRule, b: CompiledRule): boolean =>
  (b.classes & ~a.classes) === 0 &&
  resourcesCover(a.resources, b.resources) &&
  (a.resources?.except === undefined || !closes(b)) &&
  principalsCover(a.principals, b.principals) &&
  (a.when === undefined || a.when.source === b.when?.source);

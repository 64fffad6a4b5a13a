import { bitsOf } from '../../compile/class-bits.ts';
import type {
  CompiledRule,
  IssuedName,
  PlaceSelector,
  PrincipalSelector,
  ResourceSelector,
  WhoSelector,
} from '../../compile/compiled-rule.ts';
import { type Glob, matchesGlob } from '../../compile/glob.ts';
import { placesMeet, whoMeet } from './selectors-meet.ts';

const meta = bitsOf(['meta']);

/**
 * Whether every name of `b` is one of `a`, exactly. No part of a pattern holds a star, so a star of `b`, taken as a character,
 * falls to a star of `a`, and so may whatever stands in its place. Of several patterns one has to take that name: what none
 * covers alone, they do not cover together.
 */
export const globCovers = (a: Glob, b: Glob): boolean => matchesGlob(a, b.text);

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
    placeCovers(a, b) &&
    (a.except === undefined ||
      !placesMeet(a.except, b) ||
      (b.except !== undefined && placeCovers(b.except, a.except)))
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
  return (
    whoCovers(a, b) &&
    (a.except === undefined ||
      !whoMeet(a.except, b) ||
      (b.except !== undefined && whoCovers(b.except, a.except)))
  );
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

import type { CompiledRule, PlaceSelector, ResourceSelector } from '../../compile/compiled-rule.ts';
import type { Glob } from '../../compile/glob.ts';
import { matchesGlob } from '../../compile/glob.ts';
import { placeCovers, whoCovers } from './covers.ts';

/** Whether some name may satisfy both patterns. Says yes where it cannot tell. */
export function globsMeet(a: Glob, b: Glob): boolean {
  if (a.parts.length === 1) return matchesGlob(b, a.text);
  if (b.parts.length === 1) return matchesGlob(a, b.text);
  const [headA, headB, tailA, tailB] = [a.parts[0]!, b.parts[0]!, a.parts.at(-1)!, b.parts.at(-1)!];
  return (
    (headA.startsWith(headB) || headB.startsWith(headA)) && (tailA.endsWith(tailB) || tailB.endsWith(tailA))
  );
}

const listsMeet = (a: readonly Glob[] | undefined, b: readonly Glob[] | undefined): boolean =>
  a === undefined || b === undefined || a.some((one) => b.some((other) => globsMeet(one, other)));

const placesMeet = (a: PlaceSelector, b: PlaceSelector): boolean =>
  (a.connections === undefined || (b.connections?.some((one) => a.connections?.includes(one)) ?? true)) &&
  listsMeet(a.collections, b.collections) &&
  listsMeet(a.tenants, b.tenants) &&
  listsMeet(a.databases, b.databases) &&
  listsMeet(a.namespaces, b.namespaces);

/** Whether one target may satisfy both. Says yes where it cannot tell. */
export const resourcesMeet = (a: ResourceSelector | undefined, b: ResourceSelector | undefined): boolean =>
  a === undefined ||
  b === undefined ||
  (placesMeet(a, b) &&
    !(a.except !== undefined && placeCovers(a.except, b)) &&
    !(b.except !== undefined && placeCovers(b.except, a)));

/** Whether one request may be matched by both. Says yes where it cannot tell. */
export function rulesMeet(a: CompiledRule, b: CompiledRule): boolean {
  if ((a.classes & b.classes) === 0 || !resourcesMeet(a.resources, b.resources)) return false;
  const [one, other] = [a.principals, b.principals];
  if (one?.except !== undefined && other !== undefined && whoCovers(one.except, other)) return false;
  return !(other?.except !== undefined && one !== undefined && whoCovers(other.except, one));
}

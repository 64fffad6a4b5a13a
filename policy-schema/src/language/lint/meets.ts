import type { CompiledRule, ResourceSelector } from '../../compile/compiled-rule.ts';
import { placeCovers, whoCovers } from './covers.ts';
import { placesMeet, whoMeet } from './selectors-meet.ts';

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
  if (one !== undefined && other !== undefined && !whoMeet(one, other)) return false;
  if (one?.except !== undefined && other !== undefined && whoCovers(one.except, other)) return false;
  return !(other?.except !== undefined && one !== undefined && whoCovers(other.except, one));
}

import type { IssuedName, PlaceSelector, WhoSelector } from '../../compile/compiled-rule.ts';
import { type Glob, matchesGlob } from '../../compile/glob.ts';

/** Whether some name may satisfy both patterns. Says yes where it cannot tell. */
function globsMeet(a: Glob, b: Glob): boolean {
  if (a.parts.length === 1) return matchesGlob(b, a.text);
  if (b.parts.length === 1) return matchesGlob(a, b.text);
  const [headA, headB, tailA, tailB] = [a.parts[0]!, b.parts[0]!, a.parts.at(-1)!, b.parts.at(-1)!];
  return (
    (headA.startsWith(headB) || headB.startsWith(headA)) && (tailA.endsWith(tailB) || tailB.endsWith(tailA))
  );
}

const listsMeet = (a: readonly Glob[] | undefined, b: readonly Glob[] | undefined): boolean =>
  a === undefined || b === undefined || a.some((one) => b.some((other) => globsMeet(one, other)));

/** Whether some target may satisfy both, whatever they except. Says yes where it cannot tell. */
export const placesMeet = (a: PlaceSelector, b: PlaceSelector): boolean =>
  (a.connections === undefined || (b.connections?.some((one) => a.connections?.includes(one)) ?? true)) &&
  listsMeet(a.collections, b.collections) &&
  listsMeet(a.tenants, b.tenants) &&
  listsMeet(a.databases, b.databases) &&
  listsMeet(a.namespaces, b.namespaces);

/** Made once for each rule, which is compared with many. */
const known = new WeakMap<WhoSelector, readonly Partial<IssuedName>[]>();

function entriesOf(selector: WhoSelector): readonly Partial<IssuedName>[] {
  const { groups, issuers, subjects, services } = selector;
  const entries = known.get(selector) ?? [
    ...groups.map(({ issuer }) => ({ issuer })),
    ...issuers.map((issuer) => ({ issuer })),
    ...subjects,
    ...services,
  ];
  known.set(selector, entries);
  return entries;
}

const mayBeOne = <Name>(a: Name | undefined, b: Name | undefined): boolean =>
  a === undefined || b === undefined || a === b;

/** Whether somebody may satisfy both, whomever they except. Says yes where it cannot tell: claims may be lists. */
export function whoMeet(a: WhoSelector, b: WhoSelector): boolean {
  if (!a.listed || !b.listed) return true;
  const [ones, others] = [entriesOf(a), entriesOf(b)];
  return (
    // Somebody waits for it while they type.
    ones.length * others.length > 10_000 ||
    ones.some((one) =>
      others.some((other) => mayBeOne(one.name, other.name) && mayBeOne(one.issuer, other.issuer)),
    )
  );
}

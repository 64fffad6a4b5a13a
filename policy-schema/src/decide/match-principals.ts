import type { IssuedName, PrincipalSelector, WhoSelector } from '../compile/compiled-rule.ts';
import type { DecideInput } from './decide-contract.ts';
import { both, either, no, not, type Tri, unknown, yes } from './tri.ts';

/** Whoever asks, and where. */
type Asker = Pick<DecideInput, 'identity' | 'connection'>;

/** Whether a rule is about this caller (combining, point 2). */
export function matchPrincipals(selector: PrincipalSelector | undefined, input: Asker): Tri {
  if (selector === undefined) return yes;
  const named = matchWho(selector, input);
  return named === no || selector.except === undefined
    ? named
    : both(named, not(matchWho(selector.except, input)));
}

function matchWho(who: WhoSelector, input: Asker): Tri {
  let result: Tri = who.listed ? matchList(who, input) : yes;
  for (const claim of who.claims) {
    if (result === no) return no;
    result = both(result, matchClaim(claim, input));
  }
  return result;
}

/** A bare name belongs to the connection's people, a prefixed one to its issuer. */
const isOurs = ({ issuer }: IssuedName, { identity, connection }: Asker): boolean =>
  identity.issuer === (issuer ?? connection.people);

function matchList(who: WhoSelector, input: Asker): Tri {
  const { identity } = input;
  let result: Tri = no;
  for (const group of who.groups) {
    if (!isOurs(group, input)) continue;
    if (identity.groups.includes(group.name)) return yes;
    if (!identity.groupsComplete) result = either(result, unknown);
  }
  for (const subject of who.subjects)
    if (subject.name === identity.subject && isOurs(subject, input)) return yes;
  if (identity.kind === 'service') {
    for (const service of who.services)
      if (service.name === identity.subject && isOurs(service, input)) return yes;
  }
  return who.issuers.includes(identity.issuer) ? yes : result;
}

function matchClaim({ name, values }: WhoSelector['claims'][number], { identity }: Asker): Tri {
  const value = Object.hasOwn(identity.claims, name) ? identity.claims[name] : undefined;
  if (value === undefined) return unknown;
  if (typeof value === 'object') return value.some((one) => values.includes(one)) ? yes : no;
  return values.includes(value) ? yes : no;
}

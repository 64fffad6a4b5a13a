import type { Scalar } from '../operation/filter.ts';
import type { Rule } from '../schema/rule-schema.ts';
import { checkClaim } from './check-claim.ts';
import type { CompileContext } from './compile-context.ts';
import type { IssuedName, PrincipalSelector, WhoSelector } from './compiled-rule.ts';
import { didYouMean } from './did-you-mean.ts';
import { inType } from './in-type.ts';
import type { Path } from './policy-source.ts';

type Principals = NonNullable<Rule['principals']>;
type Who = Omit<Principals, 'except'>;

/** A name as written: `issuer:name`, or bare for the connection's people. */
export function issuedName(text: string): IssuedName {
  const colon = text.indexOf(':');
  return colon === -1
    ? { issuer: undefined, name: text }
    : { issuer: text.slice(0, colon), name: text.slice(colon + 1) };
}

/** Compiles `principals` and checks the issuers and claims that it names. */
export function compilePrincipals(
  context: CompileContext,
  principals: Principals,
  path: Path,
): PrincipalSelector {
  const { except } = principals;
  return {
    ...compileWho(context, principals, path),
    except: except && compileWho(context, except, [...path, 'except']),
  };
}

function compileWho(context: CompileContext, who: Who, path: Path): WhoSelector {
  const names = (key: 'groups' | 'subjects' | 'services'): IssuedName[] =>
    (who[key] ?? []).map((text, i) => {
      const name = issuedName(text);
      if (name.issuer !== undefined) checkIssuer(context, name.issuer, [...path, key, i]);
      return name;
    });
  for (const [i, issuer] of (who.issuers ?? []).entries())
    checkIssuer(context, issuer, [...path, 'issuers', i]);
  const claims = Object.entries(who.claims ?? {}).map(([name, values]) => {
    const at = [...path, 'claims', name];
    const type = checkClaim(context, name, at, 'key');
    const element = type === 'string-list' ? 'string' : type;
    for (const [i, value] of values.entries()) {
      if (element === undefined || element === 'mixed' || typeof value === element) continue;
      const text = `Write a value of type ${element}.`;
      const replacement = inType(value, element);
      context.source.atPath(
        [...at, i],
        'claim-type',
        `The claim ${name} is of type ${type}.`,
        replacement === undefined ? text : { text, replacement },
      );
    }
    return { name, values: values as readonly Scalar[] };
  });
  const listed = who.groups ?? who.subjects ?? who.services ?? who.issuers;
  return {
    listed: listed !== undefined,
    groups: names('groups'),
    subjects: names('subjects'),
    services: names('services'),
    issuers: who.issuers ?? [],
    claims,
  };
}

function checkIssuer(context: CompileContext, issuer: string, path: Path): void {
  if (context.environment === undefined) return;
  const known = context.environment.issuers.map(({ name }) => name);
  if (known.includes(issuer)) return;
  context.source.atPath(
    path,
    'unknown-issuer',
    `No issuer is called ${issuer}.`,
    didYouMean(issuer, known, 'Add it to the configuration.'),
  );
}

import type { CompiledRule, IssuedName } from '../../compile/compiled-rule.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import { type WhoCases, whoCases } from '../regions/who-cases.ts';

/** Whom to look at, and which rules were left aside because with them there would be too many. */
export interface KnownWho {
  readonly who: WhoCases;
  readonly aside: ReadonlySet<CompiledRule>;
}

const namesOf = ({ principals }: CompiledRule): readonly IssuedName[] =>
  [principals, principals?.except].flatMap((who) =>
    who === undefined ? [] : [...who.groups, ...who.subjects, ...who.services],
  );
const textOf = ({ issuer, name }: IssuedName): string => `${issuer ?? ''}:${name}`;

/**
 * Callers whom rules tell apart. Where there are too many, rules that are alike in both sets are left aside, first those
 * with names that no changed rule has: what they give or forbid is given or forbidden before and after, so without them
 * a difference may be said to reach further than it does, and none is missed. Undefined: the changed rules alone are too many.
 */
export function knownWho(
  rules: readonly CompiledRule[],
  changed: ReadonlySet<CompiledRule>,
  connection: { readonly people: string | undefined },
  environment: PolicyEnvironment | undefined,
): KnownWho | undefined {
  const own = new Set(
    rules
      .filter((rule) => changed.has(rule))
      .flatMap(namesOf)
      .map(textOf),
  );
  const near = rules.filter(
    (rule) => changed.has(rule) || namesOf(rule).every((name) => own.has(textOf(name))),
  );
  for (const some of [rules, near, rules.filter((rule) => changed.has(rule))]) {
    const who = whoCases(some, connection, environment);
    if (who !== undefined) return { who, aside: new Set(rules.filter((rule) => !some.includes(rule))) };
  }
  return undefined;
}

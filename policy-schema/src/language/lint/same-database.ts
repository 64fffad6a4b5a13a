import { isSeq } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { Catalogue } from '../catalogue.ts';
import { plainText } from '../document/plain-text.ts';
import { ruleNode } from '../document/rule-node.ts';
import { insertEntry } from '../fix/insert-entry.ts';
import { Covering } from './covering.ts';
import { ruleCovers } from './covers.ts';
import { demandsOf } from './demands.ts';
import { isInForce } from './in-force.ts';
import type { Finding, Lint } from './lint.ts';
import { rulesMeet } from './meets.ts';
import { PlacesByName } from './places-by-name.ts';
import { called, related } from './related.ts';
import { spanOf } from './spans.ts';

/** Refusals and guards of one connection, while another leads to the same database and rules permit there. */
export const sameDatabase: Lint = {
  needsAll: true,
  *find({ places, compilation, surroundings: { catalogue, now } }): Iterable<Finding> {
    const others = sameAs(catalogue);
    if (others.size === 0) return;
    const inForce = compilation.places.filter((one) => isInForce(one, now));
    const permits = new PlacesByName(inForce.filter(({ compiled }) => compiled.effect === 'allow'));
    const binding = new Covering(
      new PlacesByName(inForce.filter(({ compiled }) => compiled.effect !== 'allow')),
      ruleCovers,
      false,
    );
    for (const place of places) {
      const { compiled } = place;
      const named = compiled.resources?.connections;
      if (compiled.effect === 'allow' || compiled.monitored || named === undefined) continue;
      const missing = new Map(
        named.flatMap((name) => [...(others.get(name) ?? [])].map((other) => [other, name] as const)),
      );
      for (const [other, name] of missing) {
        // What is excepted by its name is meant to be.
        if (named.includes(other) || compiled.resources?.except?.connections?.includes(other)) continue;
        const there = at(other, compiled);
        if (bindAsMuch(binding, there, place)) continue;
        const permit = permits.meeting(there).find((one) => {
          if (!rulesMeet(one.compiled, there)) return false;
          // What the rule is about may be more than the permit, or less.
          const both = { ...at(other, one.compiled), classes: one.compiled.classes & compiled.classes };
          return !bindAsMuch(binding, both, place);
        });
        // Too much to compare: what was not compared may be bound.
        if (binding.isSpent) return;
        if (permit === undefined) continue;
        yield {
          ...spanOf(place, ['resources', 'connections', named.indexOf(name)]),
          code: 'connection-unbound',
          message: `The connection ${other} leads to the same database as ${name}, and the rule ${compiled.reference.rule} does not hold there: rule ${called(permit, place)} permits.`,
          remedy: `Name ${other} too, or permit nothing there.`,
          related: [related(permit, `permits on ${other}`)],
          fixes: () => {
            const list = ruleNode(place, 'resources', 'connections');
            return isSeq(list)
              ? [
                  {
                    title: `Name ${other} too`,
                    changes: insertEntry(place.source.text, list, plainText(other)),
                    preferred: true,
                  },
                ]
              : [];
          },
        };
      }
    }
  },
};

/** For each connection the others of its database. What one of two says holds for both. */
function sameAs(catalogue: Catalogue | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (name: string, other: string): void => {
    found.set(name, (found.get(name) ?? new Set()).add(other));
  };
  for (const { name, sameDatabaseAs = [] } of catalogue?.connections ?? [])
    for (const other of sameDatabaseAs) {
      if (other === name) continue;
      add(name, other);
      add(other, name);
    }
  return found;
}

const at = (connection: string, rule: CompiledRule): CompiledRule => ({
  ...rule,
  resources: { ...anywhere, ...rule.resources, connections: [connection] },
});

const anywhere = {
  tenants: undefined,
  databases: undefined,
  namespaces: undefined,
  collections: undefined,
  except: undefined,
};

/** Whether rules together demand of a part of what one rule is about at least what it does. Says no where it cannot tell. */
function bindAsMuch(binding: Covering, part: CompiledRule, place: CompiledPlace): boolean {
  const some = (is: (one: CompiledPlace) => boolean, classes = -1): boolean =>
    binding.find({ ...part, classes: part.classes & classes }, is) !== undefined;
  return (
    some((one) => one.compiled.effect === 'deny') ||
    demandsOf(place).every(({ isMetBy, classes }) => some(isMetBy, classes))
  );
}

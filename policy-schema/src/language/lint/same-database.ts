import { isSeq } from 'yaml';
import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { Rule } from '../../schema/rule-schema.ts';
import type { Catalogue } from '../catalogue.ts';
import { plainText } from '../document/plain-text.ts';
import { insertEntry } from '../fix/insert-entry.ts';
import { Covering } from './cover-together.ts';
import { ruleCovers } from './covers.ts';
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
    const inForce = compilation.places.filter(
      ({ compiled: { monitored, expires } }) => !monitored && (expires === undefined || expires > now),
    );
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
            const { source, index } = place;
            const list = source.nodeAt(['spec', 'rules', index, 'resources', 'connections']);
            return isSeq(list)
              ? [
                  {
                    title: `Name ${other} too`,
                    changes: insertEntry(source.text, list, plainText(other)),
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

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Limits that are for one class alone. */
const classOf: Readonly<Record<string, number>> = { topK: bitsOf(['search']), page: bitsOf(['scan']) };

/** Whether rules together demand of a part of what one rule is about at least what it does. Says no where it cannot tell. */
function bindAsMuch(binding: Covering, part: CompiledRule, place: CompiledPlace): boolean {
  const rules = binding.near(part);
  const some = (
    is: (one: CompiledRule, place: CompiledPlace) => boolean,
    classes = part.classes,
  ): boolean => {
    binding.spend(rules.length);
    const own = { ...part, classes };
    return (
      !binding.isSpent && rules.some((one) => is(one.compiled, one) && binding.covers(one.compiled, own))
    );
  };
  if (some((one) => one.effect === 'deny')) return true;
  const { effect, filter = [], masks, limits, rate } = place.compiled;
  const bare = ({ rule: _, ...mask }: CompiledRule['masks'][number]): unknown => mask;
  return (
    (effect === 'guard' || some((_, { rule }) => asksAsMuch(rule, place.rule))) &&
    filter.every((term) => some((one) => one.filter?.some((own) => same(own, term)) ?? false)) &&
    masks.every((mask) => some((one) => one.masks.some((own) => same(bare(own), bare(mask))))) &&
    (['topK', 'page', 'records'] as const).every(
      (key) =>
        limits?.[key] === undefined ||
        some(
          (one) => (one.limits?.[key] ?? Number.POSITIVE_INFINITY) <= limits[key]!,
          part.classes & (classOf[key] ?? -1),
        ),
    ) &&
    (rate === undefined ||
      some((one) => one.rate?.windowSeconds === rate.windowSeconds && one.rate.count <= rate.count))
  );
}

/** Whether a rule asks for approval by as many, of nobody else, and for a reason where the other does. */
function asksAsMuch(rule: Rule, other: Rule): boolean {
  if (rule.effect !== 'require-approval' || other.effect !== 'require-approval') return false;
  const [one, two] = [rule.approval, other.approval];
  return (
    (one.count ?? 1) >= (two.count ?? 1) &&
    (two.reason !== 'required' || one.reason === 'required') &&
    (['groups', 'subjects'] as const).every((key) =>
      (one.approvers[key] ?? []).every((name) => two.approvers[key]?.includes(name)),
    )
  );
}

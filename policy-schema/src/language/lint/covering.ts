import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule, IssuedName } from '../../compile/compiled-rule.ts';
import { operationClasses } from '../../operation/operation-class.ts';
import type { PlacesByName } from './places-by-name.ts';

/** Parts of one rule that are looked at: many lists of many entries are left unsaid. */
const mostParts = 200;
/** Rules that are held against parts of rules while one version of a document is looked at: beyond, nothing is said. */
const mostCompared = 500_000;

/** How rules are held against parts of another. */
export class Covering {
  readonly #near: PlacesByName;
  readonly #byClass: boolean;
  readonly #covers: Covering['covers'];
  #left = mostCompared;

  /**
   * @param covers whether one rule leaves nothing to a part of another
   * @param byClass whether a rule matches an operation on each of its classes alone: a permit has to name all of them
   */
  constructor(near: PlacesByName, covers: Covering['covers'], byClass: boolean) {
    this.#near = near;
    this.#covers = covers;
    this.#byClass = byClass;
  }

  /** Whether one rule leaves nothing to a part of another: every comparison counts. */
  covers(one: CompiledRule, part: CompiledRule): boolean {
    this.#left--;
    return this.#covers(one, part);
  }

  /** Those among which the ones are that leave nothing to a part; none once too much was compared. */
  near(part: CompiledRule): readonly CompiledPlace[] {
    return this.isSpent ? [] : this.#near.covering(part);
  }

  /** Nothing is found any more: that nothing is found says nothing then. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** The first of the rules that count which leaves nothing to a part. */
  find(part: CompiledRule, counts: (one: CompiledPlace) => boolean = () => true): CompiledPlace | undefined {
    return this.near(part).find((one) => this.covers(one.compiled, part) && counts(one));
  }

  /**
   * The rules that leave nothing to a rule: one, or several together, each of which covers a part of it. Undefined where there
   * are none, or it takes too long to know.
   */
  of(rule: CompiledRule, counts?: (one: CompiledPlace) => boolean): readonly CompiledPlace[] | undefined {
    const found = this.inParts(rule, (part) => this.find(part, counts));
    return found && [...new Set(found)];
  }

  /**
   * What is found of a rule: of the whole, or else of each part that it falls into, down to one entry of each of its lists.
   * Undefined where of one nothing is found, or it takes too long to know.
   */
  inParts<Found>(
    rule: CompiledRule,
    find: (part: CompiledRule) => Found | undefined,
  ): readonly Found[] | undefined {
    // Nearly always the smallest part tells already that it is not so.
    let smallest = rule;
    for (let some = [rule]; some.length > 0; some = this.partsOf(smallest))
      [smallest] = some as [CompiledRule];
    if (find(smallest) === undefined) return undefined;
    const found: Found[] = [];
    let left = mostParts;
    const isFound = (part: CompiledRule): boolean => {
      const own = find(part);
      if (own !== undefined) found.push(own);
      if (own !== undefined) return true;
      const parts = this.partsOf(part);
      left -= parts.length;
      return parts.length > 0 && left >= 0 && parts.every(isFound);
    };
    return isFound(rule) ? found : undefined;
  }

  /** The same rule in parts, by the first of its lists with several entries; none where there is no such list. */
  partsOf(rule: CompiledRule): CompiledRule[] {
    const { classes, resources, principals } = rule;
    // More than one bit.
    if (this.#byClass && (classes & (classes - 1)) !== 0)
      return [...operationClasses.keys()].flatMap((at) => {
        const bit = classes & (1 << at);
        return bit === 0 ? [] : [{ ...rule, classes: bit }];
      });
    for (const key of lists) {
      const list = resources?.[key];
      if (resources !== undefined && list !== undefined && list.length > 1)
        return list.map((one) => ({ ...rule, resources: { ...resources, [key]: [one] } }));
    }
    if (principals === undefined) return [];
    const each = names.flatMap((key) =>
      principals[key].map((one: IssuedName | string) => ({
        ...rule,
        principals: { ...principals, ...nobody, [key]: [one] },
      })),
    );
    if (each.length > 1) return each;
    const { claims } = principals;
    const several = claims.find(({ values }) => values.length > 1);
    return (several?.values ?? []).map((value) => ({
      ...rule,
      principals: {
        ...principals,
        claims: claims.map((one) => (one === several ? { ...one, values: [value] } : one)),
      },
    }));
  }
}

const lists = ['connections', 'collections', 'tenants', 'databases', 'namespaces'] as const;
const nobody = { groups: [], subjects: [], services: [], issuers: [] };
const names = ['groups', 'subjects', 'services', 'issuers'] as const;

import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { MaskObligation } from '../../decide/decision.ts';
import { matchesFieldPath, touchesFieldPath } from '../../decide/field-path.ts';
import { joinWays, sameWay } from '../../decide/join-masks.ts';
import type { Rule } from '../../schema/rule-schema.ts';
import { limitKinds, limitsAsMuch } from './limit-kinds.ts';
import { same } from './same.ts';

/** One thing that a guard or approval rule demands. */
export interface Demand {
  /** The classes, as bits, of which it is demanded; absent: all that the rule is about. */
  readonly classes?: number;
  /** Whether another rule, where it binds, demands as much or more. */
  readonly isMetBy: (one: CompiledPlace) => boolean;
}

/** All that a guard or approval rule demands. Of a refusal: what no rule meets. */
export function demandsOf({ compiled, rule }: CompiledPlace): readonly Demand[] {
  const { effect, filter = [], limits, masks, rate } = compiled;
  const demand = (isMet: (one: CompiledRule) => boolean): Demand => ({
    isMetBy: (one) => isMet(one.compiled),
  });
  return [
    ...(effect === 'guard' ? [] : [{ isMetBy: (one: CompiledPlace) => asksAsMuch(one.rule, rule) }]),
    ...filter.map((term) =>
      demand((one) => one.filter?.some((own) => own.field === term.field && same(own, term)) ?? false),
    ),
    ...limitKinds.flatMap(([key, classes]) =>
      limits?.[key] === undefined
        ? []
        : [{ ...demand((one) => limitsAsMuch(one.limits, limits, key)), classes }],
    ),
    ...masks.flatMap(maskDemands).map((isMet) => demand((one) => one.masks.some(isMet))),
    ...(rate === undefined
      ? []
      : [demand((one) => one.rate?.windowSeconds === rate.windowSeconds && one.rate.count <= rate.count)]),
  ];
}

/** Its detectors; undefined among them: the whole value. */
const lookedFor = ({ detectors }: MaskObligation): readonly (string | undefined)[] =>
  detectors ?? [undefined];

/** What one mask demands: of each of its fields that it is hidden so, and that nobody refers to it. */
function maskDemands(mask: MaskObligation): ((one: MaskObligation) => boolean)[] {
  const { fields, filterable } = mask;
  const parts = 'paths' in fields ? fields.paths.map((path) => ({ paths: [path] })) : [fields];
  return parts.flatMap((part) => [
    ...lookedFor(mask).map(
      (detector) => (one: MaskObligation) =>
        lookedFor(one).includes(detector) &&
        // Of two ways for what one detector finds neither is left.
        sameWay(detector === undefined ? joinWays(one, mask) : mask, one) &&
        includes(one.fields, part),
    ),
    ...(filterable ? [] : [(one: MaskObligation) => !one.filterable && includes(one.fields, part)]),
  ]);
}

/** Whether a mask of some fields reaches all that one of a single path, or of all fields, does. */
function includes(a: MaskObligation['fields'], b: MaskObligation['fields']): boolean {
  if (!('paths' in b)) return 'all' in a && a.except.every((path) => !matchesFieldPath(b, path));
  const [path] = b.paths as [string];
  return (
    matchesFieldPath(a, path) &&
    // A field of the data may have a reserved name too, by which it is excepted.
    ('paths' in a ||
      a.except.every(
        (other) => !touchesFieldPath(b, other) && other.startsWith('$') === path.startsWith('$'),
      ))
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

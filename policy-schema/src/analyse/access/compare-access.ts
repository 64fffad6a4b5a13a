import type { FilterTerm } from '../../compile/compiled-rule.ts';
import type { MaskObligation } from '../../decide/decision.ts';
import type { Change, ChangeAspect, ChangeKind } from '../diff/change.ts';
import { type Access, type Conditional, gives } from './access.ts';
import {
  accessText,
  approvalText,
  boundText,
  conditionText,
  filterText,
  givenListText,
  numberText,
  rateText,
  untilText,
} from './access-text.ts';
import { type Bound, type Given, keyOf } from './bound.ts';
import { compareMasks } from './compare-masks.ts';
import { filterWithin } from './filter-within.ts';

const kindBy = (more: boolean, less: boolean): ChangeKind =>
  more && !less ? 'widened' : less && !more ? 'narrowed' : 'changed';

/**
 * What changes for whoever had one access and has another. Nothing when both give the same decisions. `unsure`: masks of
 * which it is not known whether they bind, too.
 */
export function compareAccess(
  before: Access,
  after: Access,
  reads: boolean,
  unsure: readonly MaskObligation[] = [],
): readonly Change[] {
  if (!before.open && !after.open) return [];
  if (!before.open || !after.open) {
    return after.open
      ? [{ kind: 'widened', aspect: 'access', before: 'refused', after: accessText(after) }]
      : [{ kind: 'narrowed', aspect: 'access', before: 'permitted', after: 'refused' }];
  }
  return [
    ...compareGiven(before.given, after.given),
    ...compareFilters(before.filter, after.filter),
    ...compareLowered(before, after),
    ...compareMasks(
      masksOf(before),
      masksOf(after),
      [...conditionalMasks(before), ...conditionalMasks(after), ...unsure],
      reads,
    ),
    ...compareRates(before.rates, after.rates),
    ...compareSets('approval', before.approvals, after.approvals, approvalText),
    ...compareConditional(before.conditional, after.conditional),
  ];
}

/** Only what may be asked for before and after is lowered otherwise: the rest is newly permitted, or refused. */
function compareLowered(before: Access, after: Access): readonly Change[] {
  const lowest = Math.min(before.lowered, after.lowered);
  if (before.lowered === after.lowered || lowest >= Math.min(before.asked, after.asked)) return [];
  return [
    {
      kind: after.lowered > before.lowered ? 'widened' : 'narrowed',
      aspect: 'lowered',
      before: numberText(before.lowered),
      after: numberText(after.lowered),
    },
  ];
}

const masksOf = ({ masks }: Access): readonly MaskObligation[] => masks.map(({ mask }) => mask);
const conditionalMasks = ({ conditional }: Access): readonly MaskObligation[] =>
  conditional.flatMap(({ bound }) => (bound.is === 'mask' ? [bound.mask] : []));

const allWithin = (narrow: readonly Given[], wide: readonly Given[]): boolean =>
  narrow.every((one) => wide.some((other) => gives(other, one, false)));

function compareGiven(before: readonly Given[], after: readonly Given[]): readonly Change[] {
  if (keyOf(before) === keyOf(after)) return [];
  const [was, is] = [before[0]!, after[0]!];
  if (before.length === 1 && after.length === 1) return compareOne(was, is);
  const kind = kindBy(allWithin(before, after), allWithin(after, before));
  return [{ kind, aspect: 'permits', before: givenListText(before), after: givenListText(after) }];
}

/** Two permits, part by part. */
function compareOne(before: Given, after: Given): readonly Change[] {
  const changes: Change[] = [];
  const numbers = [
    ['topK', 'top-k', numberText],
    ['page', 'page', numberText],
    ['records', 'records', numberText],
    ['until', 'until', untilText],
  ] as const;
  for (const [key, aspect, text] of numbers) {
    const [was, is] = [before[key], after[key]];
    if (was !== is)
      changes.push({ kind: is > was ? 'widened' : 'narrowed', aspect, before: text(was), after: text(is) });
  }
  changes.push(...compareFilters(before.filter, after.filter));
  if (before.when !== after.when) {
    const kind = kindBy(after.when === undefined, before.when === undefined);
    const [was, is] = [conditionText(before.when), conditionText(after.when)];
    changes.push({ kind, aspect: 'condition', before: was, after: is });
  }
  return changes;
}

function compareFilters(before: readonly FilterTerm[], after: readonly FilterTerm[]): readonly Change[] {
  if (keyOf(before) === keyOf(after)) return [];
  const kind = kindBy(filterWithin(before, after), filterWithin(after, before));
  return [{ kind, aspect: 'filter', before: filterText(before), after: filterText(after) }];
}

type Rate = Extract<Bound, { is: 'rate' }>;

function compareRates(before: readonly Rate[], after: readonly Rate[]): readonly Change[] {
  if (keyOf(before) === keyOf(after)) return [];
  const [was, is] = [
    before.map(rateText).join(' and ') || 'none',
    after.map(rateText).join(' and ') || 'none',
  ];
  const slower = (narrow: readonly Rate[], wide: readonly Rate[]): boolean =>
    wide.every((one) =>
      narrow.some(
        (other) =>
          other.bucket === one.bucket && other.windowSeconds >= one.windowSeconds && other.count <= one.count,
      ),
    );
  const kind = kindBy(slower(before, after), slower(after, before));
  const same = was === is;
  return [
    {
      kind,
      aspect: 'rate',
      before: was,
      after: same ? `${is}, counted over other operations or people than before` : is,
    },
  ];
}

/** Bounds of which more bind more. */
function compareSets<Thing>(
  aspect: ChangeAspect,
  before: readonly Thing[],
  after: readonly Thing[],
  text: (thing: Thing) => string,
): readonly Change[] {
  const [was, is] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  const gone = before.filter((one) => !is.has(keyOf(one)));
  const come = after.filter((one) => !was.has(keyOf(one)));
  if (gone.length === 0 && come.length === 0) return [];
  const kind = kindBy(come.length === 0, gone.length === 0);
  return [
    { kind, aspect, before: gone.map(text).join('; ') || 'none', after: come.map(text).join('; ') || 'none' },
  ];
}

const conditionalText = ({ when, bound }: Conditional): string =>
  `${boundText(bound)} when ${conditionText(when)}`;

function compareConditional(
  before: readonly Conditional[],
  after: readonly Conditional[],
): readonly Change[] {
  const masks = (list: readonly Conditional[]): readonly Conditional[] =>
    list.filter(({ bound }) => bound.is === 'mask');
  const others = (list: readonly Conditional[]): readonly Conditional[] =>
    list.filter(({ bound }) => bound.is !== 'mask');
  const named = { widened: 'unmasked', narrowed: 'masked' } as const;
  return [
    ...compareSets('condition', others(before), others(after), conditionalText),
    ...compareSets('mask', masks(before), masks(after), conditionalText).map((change) => ({
      ...change,
      kind: change.kind === 'widened' || change.kind === 'narrowed' ? named[change.kind] : change.kind,
      field: 'under a condition',
    })),
  ];
}

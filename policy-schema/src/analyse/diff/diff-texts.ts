import { counted, spanText } from '../replay/replay-texts.ts';
import type { ChangedRule, ChangeKind } from './change.ts';
import type { DiffRow } from './diff-row.ts';
import type { PermissionDiff } from './permission-diff.ts';
import type { RowTraffic, Weighing } from './weigh.ts';

const kinds: readonly ChangeKind[] = ['widened', 'unmasked', 'changed', 'narrowed', 'masked'];

const aspects: Readonly<Partial<Record<DiffRow['aspect'], string>>> = {
  access: '',
  approval: '',
  permits: '',
  until: '',
  mask: '',
  fields: '',
  rename: '',
  lowered: 'top-k lowered to',
};

/** What changes, as one phrase: `top-k 50 → 100`. */
export function changeText({ aspect, field, before, after }: DiffRow): string {
  const subject = field ?? aspects[aspect] ?? aspect;
  return `${subject}${subject === '' ? '' : aspect === 'mask' ? ': ' : ' '}${before} → ${after}`;
}

/** `2 widened, 1 masked`, or that nobody's rights change. */
export function diffSummary({ rows, rules }: PermissionDiff): string {
  // A rule that both sets have is one rule, though each side of it is told of.
  const differing = new Set(rules.map(keyOf)).size;
  const parts = kinds.flatMap((kind) => {
    const count = rows.filter((row) => row.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  if (parts.length > 0)
    return `${parts.join(', ')} by ${counted(differing, 'rule')} that ${differing === 1 ? 'differs' : 'differ'}`;
  return differing === 0
    ? 'The rules are the same'
    : `Nobody’s rights change, though ${counted(differing, 'rule')} ${differing === 1 ? 'differs' : 'differ'}`;
}

export const trafficText = ({ requests, people }: RowTraffic): string =>
  requests === 0
    ? 'not asked'
    : `${counted(requests, 'request')} of ${people === 1 ? 'one person' : `${people.toLocaleString('en')} people`}`;

/** What rows are weighed by: `over` says where from, as `in the last 7 days`; `whose` which of them count there. */
export const weighingText = ({ requests, first, last }: Weighing, over: string, whose = ''): string =>
  requests === 0
    ? `Nothing is weighed: no request${whose} is recorded ${over}`
    : `Weighed by ${counted(requests, 'request')} ${over},${spanText(first, last)}`;

export const placeOf = ({ connections, places }: Pick<DiffRow, 'connections' | 'places'>): string =>
  `${connections.join(', ')}: ${places.join('; ')}`;

/** The rules of some rows, as they stand now; those that were removed, as they stood. */
export function rulesToShow(rows: readonly DiffRow[], { rules }: PermissionDiff): readonly ChangedRule[] {
  const now = new Map(rules.flatMap((rule) => (rule.side === 'head' ? [[keyOf(rule), rule] as const] : [])));
  const own = rows.flatMap((row) => row.rules).map((rule) => now.get(keyOf(rule)) ?? rule);
  return [...new Map(own.map((rule) => [keyOf(rule), rule])).values()];
}

const keyOf = ({ policy, rule }: ChangedRule): string => `${policy}/${rule}`;

/** `analysts-read`, or that it was removed. */
export const ruleName = ({ rule, side }: ChangedRule): string =>
  `${rule}${side === 'base' ? ' (removed)' : ''}`;

/** Rows that are for the same people, places and operations. */
export function blocksOf(rows: readonly DiffRow[]): readonly (readonly DiffRow[])[] {
  const blocks = new Map<string, DiffRow[]>();
  for (const row of rows) {
    const { who, connections, places, operations, exact } = row;
    const key = JSON.stringify([who, connections, places, operations, exact]);
    const own = blocks.get(key);
    if (own === undefined) blocks.set(key, [row]);
    else own.push(row);
  }
  return [...blocks.values()];
}

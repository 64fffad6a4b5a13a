import type { DecisionRefusal } from './decision.ts';
import type { Findings } from './findings.ts';
import type { RefusalBase } from './refusal-base.ts';
import { refusalText } from './refusal-text.ts';
import { joined, satisfies } from './required-filter.ts';

/** What is written must lie within the filter that reads are narrowed to (combining, point 7). */
export function refuseWritten(base: RefusalBase, findings: Findings): DecisionRefusal | undefined {
  const { written, classes } = base.operation;
  const filter = joined('and', findings.filters);
  if (written === undefined || filter === undefined) return undefined;
  const absent = classes.includes('update') && !classes.includes('upsert');
  if (written.items.every((item) => satisfies(filter, item, absent))) return undefined;
  const rule = findings.bound.find((guard) => guard.filter !== undefined);
  const why = 'an item would lie outside what you may reach';
  const parts = { ...base, code: 'written-outside-filter', why, remedy: 'or correct the items' } as const;
  return refusalText(rule === undefined ? parts : { ...parts, rule });
}

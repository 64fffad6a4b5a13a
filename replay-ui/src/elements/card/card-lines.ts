import { filterText } from '../../decision/filter-text.ts';
import { maskText } from '../../decision/mask-text.ts';
import { type NamedRule, namedRule } from '../../decision/rule-place.ts';
import { ruleText } from '../../decision/rule-text.ts';
import { askedNumbers } from '../../records/asked-text.ts';
import { listOf, objectOf, objectsOf, textOf } from '../../records/is-object.ts';
import type { RecordContent } from '../../records/record-content.ts';

/** One rule on the card: what it did, in a few words. */
export interface CardRule {
  readonly rule: NamedRule;
  /** `permits` or `guards`. */
  readonly row: 'permits' | 'guards' | 'denies';
  readonly text: string;
  /** It is why this was refused. */
  readonly failed: boolean;
}

/** What a decision card says, row by row (UI.md, Views). */
export interface CardLines {
  readonly asked: readonly string[];
  readonly rules: readonly CardRule[];
  readonly changes: readonly string[];
  readonly why: string;
  readonly next: string;
  /** The rule that the first line names: that which refused, else the first that permitted. */
  readonly first: NamedRule | undefined;
}

const rows = { allow: 'permits', guard: 'guards', 'require-approval': 'guards', deny: 'denies' } as const;

const fieldsText = (returns: unknown): string => {
  if (returns === 'all') return 'fields all';
  const names = listOf(returns).map(textOf).filter(Boolean);
  return names.length === 0 ? '' : `fields ${names.join(', ')}`;
};

/** Reads the rows of a card out of a record. */
export function cardLines(record: RecordContent): CardLines {
  const decision = objectOf(record.decision);
  const operations = objectsOf(objectOf(record.operations).operations);
  const rules = new Map<string, CardRule>();
  for (const operation of objectsOf(decision.operations)) {
    const masks = objectsOf(objectOf(operation.obligations).masks);
    for (const step of objectsOf(operation.trace)) {
      const rule = namedRule(step.rule);
      const row = rows[textOf(step.effect) as keyof typeof rows];
      if (rule === undefined || row === undefined || step.match === 'no') continue;
      const outcome = textOf(step.outcome);
      const own = masks
        .filter(
          (mask) => namedRule(mask.rule)?.rule === rule.rule && namedRule(mask.rule)?.policy === rule.policy,
        )
        .map(maskText);
      rules.set(`${rule.policy}/${rule.rule}/${outcome}`, {
        rule,
        row,
        text: own.length > 0 ? own.join('; ') : ruleText(textOf(step.text), rule.rule),
        failed: row === 'denies' || (outcome !== 'applied' && outcome !== ''),
      });
    }
  }
  // Without the decision's own part, the header at least names the rules.
  if (rules.size === 0)
    for (const reference of record.header.decision.rules) {
      const rule = namedRule(reference);
      if (rule !== undefined) rules.set(rule.rule, { rule, row: 'guards', text: '', failed: false });
    }
  const list = [...rules.values()];
  const filters = operations.map(({ filter }) => filterText(filter)).filter(Boolean);
  return {
    asked: [
      ...askedNumbers(record.header).filter((said) => filters.length === 0 || !said.startsWith('filter on ')),
      ...[...new Set(filters)].map((filter) => `filter ${filter}`),
      ...new Set(operations.map(({ returns }) => fieldsText(returns)).filter(Boolean)),
    ],
    rules: list,
    changes: listOf(decision.changes).map(textOf).filter(Boolean),
    why: textOf(decision.what),
    next: textOf(decision.next),
    first: (list.find(({ failed }) => failed) ?? list.find(({ row }) => row === 'permits') ?? list[0])?.rule,
  };
}

import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { matchPrincipals } from '../../decide/match-principals.ts';
import { matchResources } from '../../decide/match-resources.ts';
import { no } from '../../decide/tri.ts';
import { changedRules } from './changed-rules.ts';
import { type ConnectionGroup, connectionNames } from './connection-groups.ts';
import type { DiffSides } from './diff-connection.ts';
import type { DiffRow } from './diff-row.ts';
import { isOnGroup } from './is-on-group.ts';

/** Where there is too much to look at: one line for each changed rule, which may be about more than it does. */
export function coarseRows(sides: DiffSides, group: ConnectionGroup): readonly DiffRow[] {
  const rules = [...sides.base, ...sides.head].filter((rule) => sides.changed.has(rule));
  return rules.map((rule) => {
    const here = sides.head.includes(rule);
    const text = rule.applied.text;
    return {
      kind: 'changed',
      aspect: 'permits',
      before: here ? 'no such rule' : text,
      after: here ? text : 'no such rule',
      who: ['whom the rule names'],
      connections: connectionNames(group),
      places: ['what the rule names'],
      operations: ['what the rule names'],
      rules: changedRules([rule], sides),
      edge: false,
      exact: false,
      covers: (input) =>
        isOnGroup(group, input.connection.name) &&
        matchPrincipals(rule.principals, input) !== no &&
        (rule.effect === 'allow' || mayBind(rule, input)),
    };
  });
}

const mayBind = (rule: CompiledRule, { operations, connection }: Parameters<DiffRow['covers']>[0]): boolean =>
  operations.some(
    ({ targets, renamesTo }) =>
      renamesTo !== undefined ||
      targets.some((target) => matchResources(rule.resources, connection.name, target) !== no),
  );

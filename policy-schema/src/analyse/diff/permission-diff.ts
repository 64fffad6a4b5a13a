import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import type { PolicySet } from '../../compile/policy-set.ts';
import type { Revision } from '../../decide/decision.ts';
import { ruleKey } from '../access/bound.ts';
import type { ChangedRule } from './change.ts';
import { changedRules } from './changed-rules.ts';
import { connectionGroups } from './connection-groups.ts';
import { diffConnection } from './diff-connection.ts';
import type { DiffRow } from './diff-row.ts';

export interface PermissionDiff {
  readonly base: Revision;
  readonly head: Revision;
  readonly rows: readonly DiffRow[];
  /** All rules that are not alike, whether anything comes of it or not. */
  readonly rules: readonly ChangedRule[];
}

export interface DiffOptions {
  /** From the gateway's configuration. Absent: the issuer of bare names may be any. */
  readonly environment?: PolicyEnvironment | undefined;
  /** Milliseconds since the epoch: permits that have ended by then are left out. */
  readonly now: number;
}

/**
 * What one policy set lets people do that another does not, and the other way round. Exact on everything that is a field
 * of a rule; a condition is compared as text. Where a request can be decided otherwise than before, a row tells of it;
 * where none of the rows that do is `widened`, `unmasked` or `changed`, nobody gets more than before.
 */
export function permissionDiff(
  base: PolicySet,
  head: PolicySet,
  { environment, now }: DiffOptions,
): PermissionDiff {
  const inForce = ({ rules }: PolicySet): readonly CompiledRule[] =>
    rules.filter(({ monitored, expires }) => !monitored && !(expires !== undefined && expires <= now));
  const [before, after] = [inForce(base), inForce(head)];
  const [keysBefore, keysAfter] = [new Set(before.map(ruleKey)), new Set(after.map(ruleKey))];
  const changed = new Set([
    ...before.filter((rule) => !keysAfter.has(ruleKey(rule))),
    ...after.filter((rule) => !keysBefore.has(ruleKey(rule))),
  ]);
  const sides = { base: before, head: after, changed };
  const rows = connectionGroups([...before, ...after], environment).flatMap((group) =>
    diffConnection(sides, group, environment),
  );
  return {
    base: base.revision,
    head: head.revision,
    rows: sorted(joinConnections(rows)),
    rules: changedRules([...changed], sides),
  };
}

/** The same lines for several connections are one. */
function joinConnections(rows: readonly DiffRow[]): readonly DiffRow[] {
  const byText = new Map<string, DiffRow>();
  for (const row of rows) {
    const { connections, covers, ...rest } = row;
    const key = JSON.stringify(rest);
    const own = byText.get(key);
    const joined = own && {
      ...own,
      connections: [...own.connections, ...connections],
      covers: (...asked: Parameters<DiffRow['covers']>) => own.covers(...asked) || covers(...asked),
    };
    byText.set(key, joined ?? row);
  }
  return [...byText.values()];
}

const order = ['widened', 'unmasked', 'changed', 'narrowed', 'masked'];

const sorted = (rows: readonly DiffRow[]): readonly DiffRow[] =>
  [...rows].sort((a, b) => Number(a.edge) - Number(b.edge) || order.indexOf(a.kind) - order.indexOf(b.kind));

import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import { no } from '../../decide/tri.ts';
import { type PlaceCases, placeCases } from '../regions/place-cases.ts';
import { type Cell, cellsOf } from './cell.ts';
import { coarseRows } from './coarse-rows.ts';
import { type ConnectionGroup, isGateRecords } from './connection-groups.ts';
import { diffCell } from './diff-cell.ts';
import type { DiffRow } from './diff-row.ts';
import type { Found } from './found.ts';
import { impliedChanges, mayImply } from './implied-changes.ts';
import { knownWho } from './known-who.ts';
import { renameRows } from './rename-rows.ts';
import { placeOfGateRecords, reviewOf, rulesOfReview } from './review-of.ts';
import { rowsOf } from './rows-of.ts';

/** The two sets, as far as they are in force. */
export interface DiffSides {
  readonly base: readonly CompiledRule[];
  readonly head: readonly CompiledRule[];
  /** Rules of either set that the other has not. */
  readonly changed: ReadonlySet<CompiledRule>;
}

/** The differences on connections that rules cannot tell apart. */
export function diffConnection(
  sides: DiffSides,
  group: ConnectionGroup,
  environment: PolicyEnvironment | undefined,
): readonly DiffRow[] {
  const name = group.names[0]!;
  const isHere = ({ resources }: CompiledRule): boolean => resources?.connections?.includes(name) ?? true;
  const own = isGateRecords(group) ? rulesOfReview(sides) : sides;
  const here = { ...sides, base: own.base.filter(isHere), head: own.head.filter(isHere) };
  const all = [...here.base, ...here.head];
  if (!all.some((rule) => sides.changed.has(rule))) return [];
  const places = isGateRecords(group) ? placeOfGateRecords(all) : placeCases(all);
  if (places === undefined) return coarseRows(here, group);
  const cells = cellsOf(places.cases, here.base, here.head, sides.changed, name);
  const found: Found[] = [];
  for (const cell of cells) {
    const rules = [...cell.base, ...cell.head].filter((one) => one.where !== no || one.describes);
    if (!rules.some((one) => one.changed)) continue;
    const known = knownWho(
      rules.map(({ rule }) => rule),
      sides.changed,
      group,
      environment,
    );
    if (known === undefined) return coarseRows(here, group);
    found.push(...diffCell(cell, rules, known));
  }
  if (isGateRecords(group)) return rowsOf(reviewOf(found), places, here, group);
  const connecting = connectChanges(cells, places, sides, group, environment);
  if (connecting === undefined) return coarseRows(here, group);
  const rows = rowsOf(found, places, here, group);
  const implied = rowsOf(connecting, places, here, group).filter(
    (row) =>
      !rows.some((other) => row.kind === other.kind && row.who.every((who) => other.who.includes(who))),
  );
  return [...rows, ...implied, ...renameRows(here, places, group)];
}

/** Connecting and listing depend on no collection: they are looked at once for each tenant and database. */
function connectChanges(
  cells: readonly Cell[],
  places: PlaceCases,
  { changed }: DiffSides,
  group: ConnectionGroup,
  environment: PolicyEnvironment | undefined,
): readonly Found[] | undefined {
  const seen = new Set<string>();
  const found: Found[] = [];
  for (const cell of cells) {
    const rules = [...cell.base, ...cell.head].filter((one) => mayImply(one, 'connect'));
    const key = [...cell.base, ...cell.head].map((one) => (mayImply(one, 'connect') ? '1' : '0')).join('');
    if (seen.has(key) || !rules.some((one) => one.changed)) continue;
    seen.add(key);
    const known = knownWho(
      rules.map(({ rule }) => rule),
      changed,
      group,
      environment,
    );
    if (known === undefined) return undefined;
    const { who, aside } = known;
    for (const { change, rules: why, whom } of impliedChanges(cell, who, 'connect', aside)) {
      const facts = whom.map((one) => one.facts);
      found.push({
        change,
        rules: why,
        places: places.cases,
        what: 'connect',
        who,
        whom: facts,
        exact: aside.size === 0,
      });
    }
  }
  return found;
}

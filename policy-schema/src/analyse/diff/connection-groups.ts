import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import { gateRecords } from '../../operation/review-operation.ts';

/** Connections that the rules cannot tell apart. */
export interface ConnectionGroup {
  readonly names: readonly string[];
  /** All those that no rule names are among them. */
  readonly others: boolean;
  /** All that some rule or the configuration names. */
  readonly allNamed: ReadonlySet<string>;
  /** The issuer of bare names; undefined: not known. */
  readonly people: string | undefined;
}

/** No connection is called so. */
const unnamed = '\u0000connection';

/** Puts connections together that rules do not tell apart: those of a configuration, or else those that rules name. */
export function connectionGroups(
  rules: readonly CompiledRule[],
  environment: PolicyEnvironment | undefined,
): readonly ConnectionGroup[] {
  const named = rules.flatMap(({ resources }) => [
    ...(resources?.connections ?? []),
    ...(resources?.except?.connections ?? []),
  ]);
  const known = environment && [...environment.connections.map(({ name }) => name), gateRecords];
  const allNamed = new Set([...named, ...(known ?? [])]);
  const groups = new Map<string, ConnectionGroup & { names: string[]; others: boolean }>();
  for (const name of known ?? [...new Set(named), unnamed]) {
    const people = environment?.connections.find((one) => one.name === name)?.people;
    const has = (list: readonly string[] | undefined): string =>
      list === undefined ? '-' : list.includes(name) ? '1' : '0';
    const marks = rules.map(
      ({ resources }) => has(resources?.connections) + has(resources?.except?.connections),
    );
    // What is done on connections is not done on the gate's own records, which are only reviewed.
    const key = `${name === gateRecords} ${people} ${marks.join()}`;
    const own = groups.get(key) ?? { names: [], others: false, allNamed, people };
    groups.set(key, own);
    if (name === unnamed) own.others = true;
    else own.names.push(name);
  }
  return [...groups.values()].map((group) =>
    group.names.length > 0 ? group : { ...group, names: [unnamed] },
  );
}

/** Whether a group stands for the gate's own records alone. */
export const isGateRecords = ({ names }: ConnectionGroup): boolean =>
  names.length === 1 && names[0] === gateRecords;

/** Connections as a line of a diff names them. */
export const connectionNames = ({ names, others }: ConnectionGroup): readonly string[] => [
  ...names.filter((name) => name !== unnamed),
  ...(others ? [names[0] === unnamed ? 'every connection' : 'every other connection'] : []),
];

/** One rule in one line of YAML: its id and the rest of it. */
export type RuleLine = readonly [id: string, rest: string];

/** A policy document of these rules. */
export const policyOf = (...rules: readonly RuleLine[]): string => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: tested, owner: tests, contact: "#tests" }
spec:
  rules:
${rules.map(([id, rest]) => `    - { id: ${id}, ${rest} }\n`).join('')}`;

/** Lets the people’s reviewers look at all records of the connection, and of the gate itself. */
export const reviewersLook = (connection = 'insights'): RuleLine => [
  'reviewers-look',
  `effect: allow, principals: { groups: [reviewers] }, resources: { connections: [${connection}, "(gateway)"] }, operations: [review]`,
];

const everyOperation =
  'search, fetch, scan, aggregate, upsert, update, delete, delete-bulk, schema, backup, admin, meta';

/** A permit for everything that the language has a word for. `who` is the inside of `principals`. */
export const permitEverything = (id: string, who: string, connection = 'insights'): RuleLine => [
  id,
  `effect: allow, principals: { ${who} }, resources: { connections: [${connection}] }, operations: [${everyOperation}]`,
];

/** Lets one service do everything: the gate must then be transparent (invariant 7). */
export const allowEverything = (service: string): string =>
  policyOf(permitEverything('everything', `services: ["${service}"]`));

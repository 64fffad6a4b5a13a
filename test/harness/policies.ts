const rule = (id: string, operations: string, who: string): string => `    - id: ${id}
      effect: allow
      principals: { services: [${who}] }
      resources: { connections: [insights] }
      operations: [${operations}]
`;

/** Lets one service do everything that the language has a word for: the gate must then be transparent (invariant 7). */
export const allowEverything = (service: string): string => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: everything, owner: tests, contact: "#tests" }
spec:
  rules:
${rule('everything', 'search, fetch, scan, aggregate, upsert, update, delete, delete-bulk, schema, backup, admin, meta', `"${service}"`)}`;

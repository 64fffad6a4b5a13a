/** A policy in which collections and fields are still to be named. */
export const unnamedPolicy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: mail-is-masked
      effect: guard
      resources: { connections: [insights], collections: [] }
      mask:
        - { fields: [], method: redact }
`;

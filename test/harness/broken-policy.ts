/** A policy with one word that is none: an operation of its permit, in line 10. */
export const brokenPolicy = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: mine, contact: "#help" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], collections: ["customer-*"] }
      operations: [serch]
      limits: { topK: 50 }
    - id: contractors-stay-out
      effect: deny
`;

/** The same with the word in its refusal, in line 14, and a guard of which there is something to say behind its lines. */
export const brokenRefusal = `${brokenPolicy
  .replace('[serch]', '[search]')
  .replace('limits: { topK: 50 }', 'expires: "2099-01-01T00:00:00Z"')}      operations: [serch]
    - id: contacts-are-masked
      effect: guard
      resources: { collections: ["customer-*"] }
      limits: { topK: 20, rate: 60/min }
      mask: [{ fields: [email], method: partial, keepLast: 4 }]
`;

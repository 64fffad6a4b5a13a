import type { Candidate } from '../../language/complete/completion.ts';

/** A document of tests to begin with. */
export const testTemplate: Candidate = {
  label: 'tests of policies',
  kind: 'rule',
  detail: 'a document of kind PolicyTest',
  isSnippet: true,
  rank: -10,
  insert: `apiVersion: vectorgate/v1
kind: PolicyTest
metadata: { name: \${1:name} }
spec:
  now: "\${2:2027-01-01T12:00:00Z}"
  connection: \${3:connection}

  identities:
    ana: { groups: [\${4:analysts}] }
    outsider: {}

  operations:
    search: { class: search, collection: \${5:collection}, topK: 10 }

  matrix:
    ana: { search: allow }
    outsider: { search: deny }
$0`,
};

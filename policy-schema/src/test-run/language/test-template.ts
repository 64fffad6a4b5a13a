import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { Candidate } from '../../language/complete/completion.ts';
import type { TestSurroundings } from '../check/check-tests.ts';

/** Names to begin tests with. */
interface Names {
  readonly group: string;
  readonly connection: string;
  readonly collection: string;
  readonly operation: string;
}

/** A name that stands alone: it is of the connection's people, and nothing that YAML would read otherwise. */
const plain = (name: string): boolean => /^[A-Za-z_][\w.-]*$/.test(name);

/** Operations that need no more than a number to be asked for. */
const asked: Readonly<Record<string, string>> = { search: ', topK: 10', scan: ', page: 10' };

/** What the first permit that says enough is about, so that the first test is of it. */
function namesOf({ places = [], environment }: TestSurroundings): Names {
  const permits = places.filter(({ compiled }) => compiled.effect === 'allow');
  // A condition may want what a first test does not give.
  const [first] = [...permits].sort((a, b) => Number('when' in a.rule) - Number('when' in b.rule));
  const { groups, collections, connections, operations } = writtenIn(first);
  return {
    group: groups.find(plain) ?? 'analysts',
    connection:
      connections.find(plain) ??
      (environment?.connections.length === 1 ? environment.connections[0]!.name : 'connection'),
    collection: collections.map((one) => one.replaceAll('*', 'any')).find(plain) ?? 'collection',
    operation: operations.find((one) => one in asked) ?? 'search',
  };
}

function writtenIn(place: CompiledPlace | undefined) {
  const written = (place?.rule ?? {}) as {
    readonly principals?: { readonly groups?: readonly string[] };
    readonly resources?: {
      readonly collections?: readonly string[];
      readonly connections?: readonly string[];
    };
    readonly operations?: readonly string[];
  };
  const { principals, resources, operations = [] } = written;
  return {
    groups: principals?.groups ?? [],
    collections: resources?.collections ?? [],
    connections: resources?.connections ?? [],
    operations: operations.map((one) => (one === 'read' ? 'search' : one)),
  };
}

/** A document of tests to begin with, about what the policies at hand permit. */
export function testTemplate(surroundings: TestSurroundings): Candidate {
  const { group, connection, collection, operation } = namesOf(surroundings);
  return {
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
  connection: \${3:${connection}}

  identities:
    ana: { groups: [\${4:${group}}] }
    outsider: {}

  operations:
    ${operation}: { class: ${operation}, collection: \${5:${collection}}${asked[operation]} }

  matrix:
    ana: { ${operation}: allow }
    outsider: { ${operation}: deny }
$0`,
  };
}

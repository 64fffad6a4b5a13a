import type { Candidate } from '../complete/completion.ts';
import type { Surroundings } from '../surroundings.ts';

/** A name that needs no marks in a snippet or in YAML. */
const plain = (name: string | undefined, otherwise: string): string =>
  name !== undefined && /^[A-Za-z][\w-]*$/.test(name) ? name : otherwise;

/** A whole snapshot to begin from, of the first connection that is known. */
export function snapshotTemplate({ catalogue, now }: Surroundings): Candidate & { readonly insert: string } {
  const [connection] = catalogue?.connections ?? [];
  const people = connection?.people ?? catalogue?.issuers[0]?.name;
  return {
    label: 'catalogue',
    kind: 'rule',
    rank: -1,
    detail: 'a whole document of kind Catalog',
    isSnippet: true,
    insert: `apiVersion: vectorgate/v1
kind: Catalog
metadata: { taken: "${new Date(now).toISOString().slice(0, 10)}T00:00:00Z" }
spec:
  connections:
    - name: \${1:${plain(connection?.name, 'connection')}}
      store: \${2:${plain(connection?.store, 'chroma')}}
      collections:
        - name: \${3:collection}
          fields:
            \${4:email}: \${5:string}
  issuers:
    - name: \${6:${plain(people, 'people')}}
      groups: [\${7:group}]
$0`,
  };
}

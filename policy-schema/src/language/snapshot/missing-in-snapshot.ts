/** What to begin a missing key of a snapshot with, by key. */
export const snapshotBeginnings: Readonly<Record<string, string>> = {
  apiVersion: 'vectorgate/v1',
  kind: 'Catalog',
  spec: '{ connections: [] }',
  name: 'NAME',
  types: '[string]',
};

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse, type Catalogue, diagnose } from '../language/index.ts';
import { catalogueOf } from './catalogue-of.ts';
import { environmentOfConfig } from './environment-of-config.ts';
import { joinCatalogues } from './join-catalogues.ts';
import { gatherCatalogue } from './live/gather-catalogue.ts';
import { sameDatabases } from './same-databases.ts';

test('connections with one address lead to one database, however it is written', () => {
  const found = sameDatabases([
    { name: 'a', address: 'http://Chroma.internal:8000/' },
    { name: 'b', address: 'http://someone@chroma.internal:8000' },
    { name: 'c', address: 'http://chroma.internal:8001' },
    { name: 'd', address: 'http://chroma.internal:8000/other' },
    { name: 'e', address: 'https://q.internal', grpc: { address: 'http://q.internal:6334' } },
    { name: 'f', address: 'http://q.internal:6334' },
    { name: 'g', address: 'https://q.internal:443/' },
  ]);
  assert.deepEqual(
    [...found],
    [
      ['a', ['b']],
      ['b', ['a']],
      ['e', ['f', 'g']],
      ['f', ['e']],
      ['g', ['e']],
    ],
  );
});

test('what has no address that can be read leads to no database that is known', () => {
  const unreadable = [undefined, '', 'x', 7, 'unix:/run/store'];
  assert.equal(sameDatabases(unreadable.map((address, i) => ({ name: `c${i}`, address }))).size, 0);
});

/** A guard of one connection, and a permit on the other. */
const text = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: p, contact: "#help" }
spec:
  rules:
    - { id: read, effect: allow, principals: { groups: [a] }, resources: { connections: [two], collections: [c] }, operations: [search], limits: { topK: 5 } }
    - { id: own, effect: guard, resources: { connections: [one], collections: [c] }, require: { filter: { tenant: { claim: tenant } } } }
`;
const codesWith = (catalogue: Catalogue | undefined): readonly string[] =>
  diagnose(analyse({ path: 'p.policy.yaml', text }, { now: 0, files: [], catalogue }))
    .map(({ code }) => code)
    .filter((code) => code === 'connection-unbound');

test('a configuration tells it by addresses, and passes none of them on', () => {
  const config = (second: string) =>
    environmentOfConfig({
      connections: [
        { name: 'one', store: 'chroma', address: 'http://10.0.0.5:8000' },
        { name: 'two', store: 'chroma', address: second },
      ],
      issuers: [{ name: 'people', signIn: {}, claims: { tenant: 'string' } }],
    });
  const environment = config('http://10.0.0.5:8000/');
  assert.doesNotMatch(JSON.stringify(environment), /10\.0\.0/);
  assert.deepEqual(codesWith(joinCatalogues(environment, undefined)), ['connection-unbound']);
  assert.deepEqual(codesWith(joinCatalogues(config('http://10.0.0.6:8000'), undefined)), []);
});

test('what a gateway tells of it comes into the snapshot, and counts', async () => {
  const connection = { store: 'chroma', people: 'people', whole: true };
  const gathered = async (sameDatabaseAs: readonly string[] | undefined) => {
    const { document } = await gatherCatalogue({
      ask: async (path) =>
        path.startsWith('/catalogue/people')
          ? { issuers: [], fromRecords: true }
          : {
              connections: [
                { ...connection, name: 'one', ...(sameDatabaseAs && { sameDatabaseAs }) },
                { ...connection, name: 'two' },
              ],
              issuers: [{ name: 'people', claims: { tenant: 'string' } }],
              collections: [{ connection: 'one', name: 'c' }],
            },
      wanted: [],
      now: 0,
    });
    return catalogueOf(document);
  };
  assert.deepEqual(codesWith(await gathered(['two'])), ['connection-unbound']);
  assert.deepEqual(codesWith(await gathered(undefined)), []);
  await assert.rejects(gathered([7 as never]), { name: 'CatalogueAnswerError' });
});

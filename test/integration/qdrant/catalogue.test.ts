import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { CatalogueDetails } from '../../harness/catalogue-details.ts';
import { policyOf } from '../../harness/policies.ts';
import { type QdrantWorld, startQdrantWorld, withoutQdrant } from '../../harness/qdrant-world.ts';

/** Stands in values of the store alone, and in no answer. */
const canary = 'canary-51c07';

// By tokens, each for one collection: what a token lets read is narrower than what a key does.
suite('what is in a Qdrant server', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let owner = '';
  let outsider = '';
  const answers: string[] = [];
  const ask = async <Answer>(token: string, path: string): Promise<Answer> => {
    const response = await world.api(token, `/api/v1/${path}`);
    const text = await response.text();
    answers.push(text);
    assert.equal(response.status, 200, text);
    return JSON.parse(text) as Answer;
  };

  before(async () => {
    world = await startQdrantWorld({
      tokens: true,
      policies: {
        main: policyOf(
          [
            'owners-review',
            'effect: allow, principals: { groups: [data-owners] }, resources: { connections: [vectors] }, operations: [review]',
          ],
          [
            'texts-are-dropped',
            'effect: guard, resources: { collections: [customer-cases] }, operations: [search, fetch], mask: [{ fields: [$document], method: drop }]',
          ],
        ),
      },
    });
    const put = async (path: string, body: object): Promise<void> => {
      const made = await world.straight('PUT', path, body);
      assert.equal(made.status, 200, await made.text());
    };
    await put('/collections/customer-cases', { vectors: { size: 2, distance: 'Cosine' } });
    await put('/collections/named', { vectors: { text: { size: 3, distance: 'Dot' } } });
    const points = Array.from({ length: 50 }, (_, i) => ({
      id: i + 1,
      vector: [1, i],
      payload: {
        email: `${canary}-${i}`,
        // Policies know it as `$document`.
        document: canary,
        address: { city: canary, zip: i },
        orders: [{ item: canary, price: 1.5 }],
        tags: [canary],
        [i % 2 === 0 ? 'even' : 'odd']: true,
        // Names that are data: an index by mail address.
        byMail: { [`${canary}-${i}-a`]: 1, [`${canary}-${i}-b`]: 1 },
      },
    }));
    await put('/collections/customer-cases/points?wait=true', { points });
    owner = (await world.signIn('omar')).accessToken;
    outsider = (await world.signIn('ola')).accessToken;
  });
  after(() => world?.close());

  test('collections, what they are made for, and fields by the paths of policies', async () => {
    const listed = await ask<{ collections: { connection: string; name: string }[] }>(owner, 'catalogue');
    assert.deepEqual(
      listed.collections.filter(({ connection }) => connection === 'vectors').map(({ name }) => name),
      ['customer-cases', 'named'],
    );
    const { collections } = await ask<CatalogueDetails>(owner, 'catalogue/details?connection=vectors');
    const [cases, named] = collections;
    assert.deepEqual([cases?.dimension, cases?.metric, cases?.sample?.count], [2, 'cosine', 50]);
    assert.deepEqual([named?.dimension, named?.metric, named?.sample?.records], [3, 'dot', 0]);
    assert.equal(cases?.sample?.records, 50);
    const fields = Object.fromEntries(
      cases.sample.fields.map(({ path, types, records }) => [path, `${types.join(' ')} ${records}`]),
    );
    assert.deepEqual(fields, {
      address: 'map 50',
      'address.city': 'string 50',
      'address.zip': 'number 50',
      byMail: 'map 50',
      email: 'string 50',
      even: 'boolean 25',
      odd: 'boolean 25',
      orders: 'list 50',
      'orders.item': 'string 50',
      'orders.price': 'number 50',
      tags: 'list 50',
    });
  });

  test('whom no rule lets in is told of nothing', async () => {
    assert.deepEqual((await ask<{ collections: [] }>(outsider, 'catalogue')).collections, []);
    const { collections } = await ask<CatalogueDetails>(outsider, 'catalogue/details?connection=vectors');
    assert.deepEqual(collections, []);
  });

  test('no value is in any answer, names that are data among them', () => {
    for (const text of answers) assert.ok(!text.includes(canary), text);
  });
});

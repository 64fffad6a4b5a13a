import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { withoutQdrant } from '../harness/qdrant-world.ts';
import { tryAll } from './attack-table.ts';
import { changingAttacks } from './qdrant/changing.ts';
import { cases, type HidingWorld, startHidingWorld, vector } from './qdrant/hiding-world.ts';
import { inferenceAttacks } from './qdrant/inference.ts';
import { readingAttacks } from './qdrant/reading.ts';
import { type Tries, triesIn } from './qdrant/tries.ts';

/* Ways around the rules of a policy for Qdrant over REST, as whoever may read some records of one collection. */

suite('Qdrant over REST', { skip: withoutQdrant }, () => {
  let hiding: HidingWorld;
  let tries: Tries;
  before(async () => {
    hiding = await startHidingWorld();
    tries = triesIn(hiding);
  });
  after(() => hiding?.world.close());

  const everything = async (): Promise<string> => {
    const all = await hiding.world.straight('POST', `${cases}/points/scroll`, {
      limit: 100,
      with_vector: true,
    });
    const secret = await hiding.world.straight('POST', '/collections/secret/points/scroll', { limit: 100 });
    const aliases = await hiding.world.straight('GET', '/aliases');
    const plain = async (answer: Response): Promise<unknown> =>
      ((await answer.json()) as { result: unknown }).result;
    return JSON.stringify([await plain(all), await plain(secret), await plain(aliases)]);
  };

  test('what she may do works, narrowed and masked', async () => {
    const answer = await hiding.world.viaGate(hiding.ana.accessToken, 'POST', `${cases}/points/query`, {
      query: vector,
      with_payload: true,
      with_vector: true,
      limit: 10,
    });
    assert.equal(answer.status, 200);
    const { result } = (await answer.json()) as {
      result: { points: { id: number; score: number; vector: unknown; payload: Record<string, unknown> }[] };
    };
    assert.deepEqual(result.points.map(({ id }) => id).sort(), [1, 3]);
    const [first] = result.points;
    assert.equal(first?.payload.email, '«redacted»');
    assert.deepEqual(first?.payload.address, { city: 'Bern', street: '«redacted»' });
    assert.match(String(first?.payload.note), /^Call me: «phone/);
    assert.equal(first?.vector, null);
    assert.ok(typeof first?.score === 'number');
    assert.match(
      decodeURIComponent(answer.headers.get('vectorgate-notice') ?? ''),
      /filter tenant = "acme" added/,
    );
  });

  test('invariants 1 and 3: reading past the filter and the masks', async (context) => {
    await tryAll(context, 'Qdrant, reading', readingAttacks(tries));
  });

  test('invariants 1 and 3: what would tell of masked or other records by other means', async (context) => {
    await tryAll(context, 'Qdrant, inference', inferenceAttacks(tries));
  });

  test('invariant 1: changing what lies outside', async (context) => {
    await tryAll(context, 'Qdrant, changing', changingAttacks(tries));
    const now = await everything();
    assert.match(now, /TOP-SECRET/);
    assert.match(now, /"alias_name":"public-looking"/);
    assert.doesNotMatch(now, /"alias_name":"(free|docs2)"/);
  });
});

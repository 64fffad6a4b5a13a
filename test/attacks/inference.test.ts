import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Random } from '../../demo/src/data/random.ts';
import { makeCollection } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { type AttackWorld, assertOpen, startAttackWorld } from './attack-world.ts';
import { sorted } from './chroma/sorted.ts';
import { type Facts, readFacts } from './inference/facts.ts';
import { oracles, type Question } from './inference/oracles.ts';
import { type Ask, recoveries } from './inference/recoveries.ts';
import { mutated } from './json/mutated.ts';

const hidden = 'payroll-2026';
const nothing = 'payroll-1999';
/** Collections may be named like an id. */
const idLike = '00000000-aaaa-4aaa-8aaa-000000000000';

let world: AttackWorld;
let facts: Facts;
let hiddenId: string;
before(async () => {
  world = await startAttackWorld();
  hiddenId = await makeCollection(world.chroma.url, hidden);
  await makeCollection(world.chroma.url, idLike);
  facts = await readFacts(world);
});
after(() => world?.close());

const pathOf = ({ path }: Question): string =>
  path.startsWith('/') ? path : `${world.collections}/${world.own}/${path}`;

/** An answer without what differs in any case: the decision's number, the order of keys, the question's own words. */
async function answerOf(response: Response, { says }: Question): Promise<string> {
  const text = JSON.stringify(sorted(await response.json()));
  const notice = decodeURIComponent(response.headers.get('vectorgate-notice') ?? '');
  const whole = `${response.status} ${notice} ${text}`.replace(/Decision \w{26}/g, 'Decision');
  return says === undefined ? whole : whole.replaceAll(says, '…');
}

const atGate = async (question: Question): Promise<string> =>
  answerOf(await world.call(world.token, question.method, pathOf(question), question.body), question);

async function atStore(question: Question): Promise<string> {
  const { method, body } = question;
  const response = await fetch(`${world.chroma.url}${pathOf(question)}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return answerOf(response, question);
}

test('invariant 6: the name behind an id is told only to those who may see the collection', async () => {
  const { collections, token } = world;
  const asked: readonly (readonly [string, string, unknown?])[] = [
    ['POST', `${hiddenId}/get`, { limit: 1 }],
    ['POST', `${hiddenId}/query`, { query_embeddings: [[1, 0]] }],
    ['GET', `${hiddenId}/count`],
    ['GET', `${hiddenId}/indexing_status`],
    ['GET', `by-id/${hiddenId}`],
    ['POST', `${hiddenId}/add`, { ids: ['1'], embeddings: [[1, 0]] }],
    ['POST', `${hiddenId}/delete`, { ids: ['1'] }],
    ['PUT', hiddenId, { new_name: 'free' }],
    ['POST', `${hiddenId}/fork`, { new_name: 'free' }],
    ['GET', `${hiddenId}/functions/f`],
    ['POST', `${hiddenId}/attached_functions/f/detach`, { delete_output: true }],
  ];
  for (const [method, path, body] of asked) {
    const response = await world.call(token, method, `${collections}/${path}`, body);
    const text = await response.text();
    assert.equal(response.status, 403, text);
    assert.match(text, /this collection refused: no rule lets you/);
    assert.doesNotMatch(text, new RegExp(hidden));
  }
  // Who may see it is told its name, in the refusal of what else is asked of it.
  const own = await world.call(token, 'POST', `${collections}/${world.own}/delete`, { ids: ['1'] });
  assert.match(await own.text(), /delete from customer-cases refused/);
  // One's own records say no more than the refusals did. (Nobody has asked for the name itself until here.)
  const records = await world.api(token, '/api/v1/records?limit=50');
  const listed = await records.text();
  assert.equal(records.status, 200, listed);
  assert.match(listed, /collection_get/);
  assert.doesNotMatch(listed, new RegExp(hidden));
  for (const { id } of (JSON.parse(listed) as { records: { id: string }[] }).records) {
    const record = await (await world.api(token, `/api/v1/records/${id}`)).text();
    assert.doesNotMatch(record, new RegExp(hidden));
  }
});

test('invariant 3: right and wrong guesses get the same answer', async (context) => {
  await assertOpen(world);
  const all = oracles(facts, hidden, nothing);
  const blind: string[] = [];
  for (const { name, right, wrong, harmless } of all)
    if (harmless && (await atStore(right)) === (await atStore(wrong))) blind.push(name);
  // Chroma itself tells these two apart in no way, so only the gate could.
  const untold = ['the other tenant’s collections', 'the other tenant’s databases'];
  assert.deepEqual(
    blind.filter((name) => !untold.includes(name)),
    [],
    'each question tells right from wrong where no gate is',
  );
  const attacks = all.map(
    ({ name, right, wrong }): Attack => ({
      name,
      run: async () => {
        const [one, other] = [await atGate(right), await atGate(wrong)];
        const said = /VectorGate: ([^\\]+)/.exec(one)?.[1] ?? one.slice(0, 120);
        return { passed: one !== other, seen: one === other ? said : `${one} / ${other}`.slice(0, 300) };
      },
    }),
  );
  assert.ok(attacks.length >= 30);
  await tryAll(context, 'Inference: a right guess and a wrong one get the same answer', attacks);
});

test('invariant 3: filters on a masked field, changed at random, tell nothing', async (context) => {
  const seed = Number(process.env.VECTORGATE_TEST_SEED ?? 20_261_124);
  const random = new Random(seed);
  const ids = `"ids":["${facts.victim.id}"],"include":[]`;
  const filters = [
    `{${ids},"where":{"email":"VALUE"}}`,
    `{${ids},"where":{"$and":[{"email":{"$in":["VALUE","x"]}},{"product":{"$ne":"x"}}]}}`,
    `{${ids},"where":{"$or":[{"email":{"$nin":["VALUE"]}}]}}`,
    `{${ids},"where_document":{"$contains":"VALUE"}}`,
  ];
  const count = process.env.VECTORGATE_TEST_DEEP === '1' ? 3_000 : 120;
  const path = `${world.collections}/${world.own}/get`;
  const headers = { 'content-type': 'application/json' };
  let telling = 0;
  const found: string[] = [];
  for (let i = 0; i < count; i++) {
    const body = mutated(filters[i % filters.length]!, random);
    const [right, wrong] = [facts.right, facts.wrong].map((hidden) =>
      body.replace('VALUE', body.includes('where_document') ? hidden.words : hidden.email),
    );
    const answers = async (ask: (body: string) => Promise<Response>): Promise<boolean> => {
      const question = { method: 'POST', path: 'get' };
      return (await answerOf(await ask(right!), question)) === (await answerOf(await ask(wrong!), question));
    };
    const alike = await answers((text) => world.call(world.token, 'POST', path, text));
    if (!alike) found.push(JSON.stringify(body));
    if (
      !(await answers((text) => fetch(`${world.chroma.url}${path}`, { method: 'POST', headers, body: text })))
    )
      telling++;
  }
  context.diagnostic(
    `Filters at random (seed ${seed}): ${telling} tell at the store\n${count} tried, ${found.length} passed`,
  );
  assert.deepEqual(found, []);
  assert.ok(telling > 0, 'some still tell right from wrong where no gate is');
});

test('invariant 3: what many small questions give away', async (context) => {
  const asker =
    (base: string, headers: Readonly<Record<string, string>>): Ask =>
    async (route, body) => {
      const response = await fetch(`${base}${world.collections}/${world.own}/${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as { readonly ids?: readonly unknown[] };
      return answer.ids === undefined ? undefined : answer.ids.flat().length > 0;
    };
  const gate = asker(world.gateway?.dataUrl ?? '', {
    'vectorgate-token': world.token,
    'vectorgate-upstream': 'chroma.internal:8000',
  });
  const store = asker(world.chroma.url, {});
  const attacks = recoveries(facts).map(
    ({ name, truth, run }): Attack => ({
      name,
      run: async () => {
        assert.equal(await run(store), truth, `${name}: without a gate it comes out`);
        const learnt = await run(gate);
        return {
          passed: learnt !== '',
          seen: learnt === '' ? 'nothing learnt' : `${learnt.length} characters`,
        };
      },
    }),
  );
  await tryAll(context, 'Inference: values read out bit by bit', attacks);
});

/** One policy more: the same analyst, with `$score` masked too. */
const careful = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: careful, owner: tests, contact: "#tests" }
spec:
  rules:
    - id: careful-reads
      effect: allow
      principals: { services: ["ci:careful"] }
      resources: { connections: [insights], collections: [customer-cases] }
      operations: [search]
    - id: no-distances
      effect: guard
      principals: { services: ["ci:careful"] }
      resources: { collections: [customer-cases] }
      mask:
        - { fields: [$vector, $score], method: drop }
        - { fields: [$document], detectors: [email, phone, credit-card, iban], method: redact }
`;

/** What similarity search tells about one record: by distances, then with `$score` masked. */
test('similarity is exempt from masks by design: distances tell vectors and guessed texts, a mask on $score closes it', async () => {
  await world.writePolicy('careful', careful);
  const token = await world.workload('careful');
  const { victim } = facts;
  const ask = async (
    as: string,
    vectors: readonly (readonly number[])[],
  ): Promise<(number | undefined)[]> => {
    const body = { ids: [victim.id], query_embeddings: vectors, n_results: 1, include: ['distances'] };
    const answer = await world.call(as, 'POST', `${world.collections}/${world.own}/query`, body);
    const { distances } = (await answer.json()) as { distances?: number[][] | null };
    return vectors.map((_, i) => distances?.[i]?.[0]);
  };
  await until('the further policy is in force', async () => {
    const body = { query_embeddings: [victim.embedding], n_results: 1 };
    return (await world.call(token, 'POST', `${world.collections}/${world.own}/query`, body)).ok;
  });
  // The cosine distance from each axis is one minus that coordinate.
  const axes = victim.embedding.map((_, axis) => victim.embedding.map((_v, i) => (i === axis ? 1 : 0)));
  const computed = (await ask(world.token, axes)).map((distance) => 1 - (distance ?? Number.NaN));
  const apart = Math.max(...computed.map((x, i) => Math.abs(x - victim.embedding[i]!)));
  assert.ok(apart < 1e-3, 'the limit is stated, not hidden');
  assert.ok((await ask(token, axes)).every((distance) => distance === undefined));
  // A guess of the whole text lies at no distance, one that is wrong in a word at some.
  const guesses = [victim.embedding, victim.embedding.map((x, i) => (i % 16 === 0 ? x + 0.02 : x))];
  const [right, wrong] = await ask(world.token, guesses);
  assert.ok(right !== undefined && wrong !== undefined && right < 1e-5 && wrong > 1e-4);
  assert.deepEqual(await ask(token, guesses), [undefined, undefined]);
});

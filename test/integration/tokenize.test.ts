import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { policyOf } from '../harness/policies.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';

const mail = 'ana@acme.example';
const tokenShape = /^«token:[0-9a-f]{32}»$/;
const otherKnownAs = 'archive.internal:8000';

interface Answer {
  readonly ids: readonly string[];
  readonly documents: readonly string[];
  readonly metadatas: readonly Record<string, unknown>[];
}

let world: World;
let cases: string;
let orders: string;
let token: string;

const main = policyOf(
  [
    'all-read',
    'effect: allow, principals: { issuers: [ci] }, resources: { connections: [insights, archive] }, operations: [read]',
  ],
  [
    'writer-writes',
    'effect: allow, principals: { services: ["ci:writer"] }, resources: { connections: [insights] }, operations: [write]',
  ],
  [
    'personal-data-is-tokenized',
    'effect: guard, principals: { except: { services: ["ci:writer"] } }, mask: [{ fields: [email, owner, n, ok, tags, mixed], method: tokenize }, { fields: [customer], method: tokenize, filterable: true }, { fields: [$document], detectors: [email], method: tokenize }]',
  ],
);

/** A second connection to the same store, under another name. */
async function addConnection(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'vectorgate.yaml');
  const text = await readFile(file, 'utf8');
  const address = /address: (\S+)/.exec(text)?.[1] ?? assert.fail(text);
  const more = `  - { name: archive, store: chroma, address: "${address}", knownAs: ["${otherKnownAs}"], mode: enforce }\n`;
  await writeFile(file, text.replace(/^issuers:/m, `${more}issuers:`));
  return async () => {};
}

before(async () => {
  world = await startWorld({ policies: { main }, prepare: addConnection });
  cases = await makeCollection(world.chroma.url, 'cases', {
    ids: ['1', '2'],
    embeddings: [
      [1, 0],
      [0, 1],
    ],
    documents: [`Ask ${mail} or bo@acme.example, not ${mail}.`, mail],
    metadatas: [
      { email: mail, customer: 'C-1', n: 7, ok: true, tags: ['a', mail], mixed: [1, 2], title: 'Blender' },
      { email: 'bo@acme.example', owner: mail, customer: 'C-2', title: `of ${mail}` },
    ],
  });
  orders = await makeCollection(world.chroma.url, 'orders', {
    ids: ['9'],
    embeddings: [[1, 1]],
    documents: ['An order.'],
    metadatas: [{ customer: 'C-1' }],
  });
  token = await world.workload('reader');
});
after(() => world?.close());

const ask = (id: string, body: object = {}, upstream = knownAs, as = token): Promise<Response> =>
  world.call(
    as,
    'POST',
    `${collections}/${id}/get`,
    { include: ['documents', 'metadatas'], ...body },
    { 'vectorgate-upstream': upstream },
  );

async function get(id: string, body?: object, upstream?: string, as?: string): Promise<Answer> {
  const response = await ask(id, body, upstream, as);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return JSON.parse(text) as Answer;
}

/** The tokens of the first records, by what they stand for. */
async function tokens(upstream?: string): Promise<Readonly<Record<string, string>>> {
  const [first, second] = (await get(cases, {}, upstream)).metadatas;
  return {
    mail: String(first?.email),
    bo: String(second?.email),
    c1: String(first?.customer),
    c2: String(second?.customer),
  };
}

test('one value has one token: in every field, list, document and collection, for every caller', async () => {
  const { documents, metadatas } = await get(cases);
  const { mail: of, bo, c1, c2 } = await tokens();
  for (const each of [of, bo, c1, c2]) assert.match(each ?? '', tokenShape);
  assert.equal(new Set([of, bo, c1, c2]).size, 4);
  assert.equal(metadatas[1]?.owner, of);
  assert.ok(Array.isArray(metadatas[0]?.tags));
  assert.equal(metadatas[0].tags[1], of);
  assert.deepEqual(documents, [`Ask ${of} or ${bo}, not ${of}.`, of]);
  // What joins two collections still joins them.
  assert.equal((await get(orders)).metadatas[0]?.customer, c1);
  const other = await world.workload('somebody-else', { tenant: 'x' });
  assert.deepEqual(await get(cases, {}, knownAs, other), await get(cases));
  // Fields that no mask names are as they were.
  assert.equal(metadatas[1]?.title, `of ${mail}`);
});

test('what is no text is emptied: no mark fits there', async () => {
  const [first] = (await get(cases)).metadatas;
  assert.deepEqual([first?.n, first?.ok, first?.mixed], [null, null, null]);
  assert.equal(first?.title, 'Blender');
});

test('on another connection every token is another, and nobody can tell which is whose', async () => {
  const here = await tokens();
  const there = await tokens(otherKnownAs);
  assert.deepEqual(Object.keys(here), Object.keys(there));
  for (const each of Object.values(there)) {
    assert.match(each, tokenShape);
    assert.ok(!Object.values(here).includes(each));
  }
});

test('a token outlives the gateway', async () => {
  const before = [await tokens(), await tokens(otherKnownAs)];
  await world.restart();
  assert.deepEqual([await tokens(), await tokens(otherKnownAs)], before);
});

test('a tokenized field is not referred to, unless every mask of it says filterable: then by the clear value', async () => {
  const refused = await ask(cases, { where: { email: mail } });
  assert.equal(refused.status, 403);
  assert.match(await refused.text(), /email/);
  const found = await get(cases, { where: { customer: 'C-1' } });
  assert.deepEqual(found.ids, ['1']);
  assert.match(String(found.metadatas[0]?.customer), tokenShape);
  const { c1 } = await tokens();
  assert.deepEqual((await get(cases, { where: { customer: c1 } })).ids, []);
});

test('a token is not stored over the original, whoever writes it', async () => {
  const writer = await world.workload('writer');
  const { mail: of } = await tokens();
  const path = `${collections}/${cases}/update`;
  for (const body of [
    { ids: ['1'], documents: [`Ask ${of}.`] },
    { ids: ['1'], metadatas: [{ email: of }] },
    { ids: ['1'], metadatas: [{ tags: ['x', of] }] },
  ]) {
    const response = await world.call(writer, 'POST', path, body);
    assert.equal(response.status, 403, JSON.stringify(body));
    assert.match(await response.text(), /redaction marks/);
  }
  // The same writer may write what carries no mark.
  const good = await world.call(writer, 'POST', path, { ids: ['2'], metadatas: [{ note: 'token: abc' }] });
  assert.equal(good.status, 200, await good.text());
  assert.equal((await get(cases, {}, knownAs, writer)).metadatas[0]?.email, mail);
});

test('invariants 5 and 6: the notice and the record say what was tokenized, and hold neither value nor token', async () => {
  const response = await ask(cases);
  await response.text();
  const told = decodeURIComponent(response.headers.get('vectorgate-notice') ?? '');
  assert.match(
    told,
    /customer tokenized, email tokenized, mixed emptied, n emptied, ok emptied, owner tokenized, tags tokenized, document tokenized \(email\)/,
  );
  await world.gateway?.close();
  const headers = await readAllHeaders(world.configurationFile);
  const [last] = headers
    .filter(({ id }) => id === response.headers.get('vectorgate-decision'))
    .map(({ masked }) => masked);
  assert.deepEqual(
    last
      ?.filter(({ method }) => method === 'tokenize')
      .map(({ field, found, count }) => [field, found, count]),
    [
      ['customer', undefined, 2],
      ['email', undefined, 2],
      ['owner', undefined, 1],
      ['tags', undefined, 2],
      ['$document', ['email'], 4],
    ],
  );
  const text = JSON.stringify(headers);
  assert.ok(!text.includes('acme.example') && !text.includes('«token'));
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyOf, type RuleLine } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

const letter =
  'Dear Wambui, Ludvík Novotný moved to Gdynia. Send it to 12 Harrow Road, Leeds LS1 4AB, or ring 020 7946 0958.';
const hidden = Buffer.from('please write to wambui.njoroge@example.com today').toString('base64');
const plain = 'The pump delivers 240 litres per minute; the next service is due on Monday.';

/** The detectors that each caller's guard names. */
const guards: Readonly<Record<string, string>> = {
  nobody: '',
  names: 'person-name',
  places: 'place',
  streets: 'street-address',
  letters: 'person-name, place, street-address, phone, email',
};

let world: World;
let id: string;

before(async () => {
  const permit: RuleLine = [
    'all-read',
    'effect: allow, principals: { issuers: [ci] }, resources: { connections: [insights], collections: [letters] }, operations: [read]',
  ];
  const rules = Object.entries(guards)
    .filter(([, detectors]) => detectors !== '')
    .map(
      ([name, detectors]): RuleLine => [
        `masks-${name}`,
        `effect: guard, principals: { services: ["ci:${name}"] }, resources: { collections: [letters] }, mask: [{ fields: [$document, note], detectors: [${detectors}], method: redact }]`,
      ],
    );
  world = await startWorld({ policies: { main: policyOf(permit, ...rules) } });
  id = await makeCollection(world.chroma.url, 'letters', {
    ids: ['1', '2'],
    embeddings: [[1], [2]],
    documents: [letter, plain],
    metadatas: [{ note: 'signed by\nJarmila Dvořáková', kept: 'Jarmila' }, { note: `see ${hidden} below` }],
  });
});
after(() => world?.close());

async function read(name: string) {
  const response = await world.call(await world.workload(name), 'POST', `${collections}/${id}/get`, {
    ids: ['1', '2'],
    include: ['documents', 'metadatas'],
  });
  assert.equal(response.status, 200, await response.clone().text());
  const notice = decodeURIComponent(response.headers.get('vectorgate-notice') ?? '');
  const { documents, metadatas } = (await response.json()) as {
    documents: string[];
    metadatas: Record<string, unknown>[];
  };
  return { documents, metadatas, notice: notice.replace(/\. Decision .*$/, '') };
}

test('without a guard the letters come as they are stored', async () => {
  const { documents, metadatas, notice } = await read('nobody');
  assert.deepEqual(documents, [letter, plain]);
  assert.equal(metadatas[1]?.note, `see ${hidden} below`);
  assert.equal(notice, '');
});

test('names, places and streets are hidden by the detectors that a policy names, and by no other', async () => {
  const [names, places, streets] = [await read('names'), await read('places'), await read('streets')];
  assert.match(names.documents[0]!, /^Dear «person-name», «person-name» moved to Gdynia\./);
  assert.match(places.documents[0]!, /moved to «place»\./);
  assert.match(places.documents[0]!, /020 7946 0958/);
  assert.equal(
    streets.documents[0],
    'Dear Wambui, Ludvík Novotný moved to Gdynia. Send it to «street-address», or ring 020 7946 0958.',
  );
  for (const { documents } of [names, places, streets]) assert.equal(documents[1], plain);
  assert.equal(names.metadatas[0]?.note, 'signed by\n«person-name»');
  assert.equal(names.metadatas[0]?.kept, 'Jarmila');
});

test('together they leave nothing of the letter, look into encoded text, and the notice names them', async () => {
  const { documents, metadatas, notice } = await read('letters');
  assert.deepEqual(documents, [
    'Dear «person-name», «person-name» moved to «place». Send it to «street-address», or ring «phone».',
    plain,
  ]);
  assert.equal(metadatas[1]?.note, 'see «email» below');
  assert.equal(
    notice,
    'note redacted (email, person-name), document redacted (person-name, phone, place, street-address)',
  );
});

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyOf, type RuleLine } from '../harness/policies.ts';
import { runPython } from '../harness/run-python.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';

const text =
  'ana@acme.example or +1 415 555 0173, card 4111 1111 1111 1111, IBAN CH93 0076 2011 6238 5295 7, SSN 219-09-9999, from 192.0.2.44.';
const metadata = {
  title: 'Blender',
  email: 'ana@acme.example',
  phone: '+1 415 555 0173',
  n: 7,
  card: 4111111111111111,
};

/** Guard of one caller, by the name of the service. */
const masks: Readonly<Record<string, string>> = {
  whole: '',
  hashes: '{ fields: [email], method: hash }, { fields: [$uri], method: hash }',
  empties: '{ fields: [email, n, $document, $vector], method: nullify }',
  drops: '{ fields: [email, $document, $vector, $uri], method: drop }',
  scores: '{ fields: [$score], method: redact }',
  uris: '{ fields: [$uri], method: redact }',
  titles: '{ fields: all, except: [title], method: redact }',
  detects:
    '{ fields: [$document], detectors: [email, phone, credit-card, iban, us-ssn, ip], method: redact }, { fields: [card], detectors: [credit-card], method: redact }',
  notes: '{ fields: [note], detectors: [email], method: redact }',
};

interface Answer {
  readonly ids: readonly unknown[];
  readonly documents: readonly unknown[] | null;
  readonly metadatas: readonly Record<string, unknown>[] | null;
  readonly embeddings: readonly unknown[] | null;
  readonly uris: readonly unknown[] | null;
  readonly distances?: readonly unknown[] | null;
}
type Seen<T> =
  | { readonly value: T; readonly notices: readonly string[] }
  | { readonly error: string; readonly text: string };
interface Played {
  readonly get: Seen<Answer>;
  readonly query: Seen<Answer>;
  readonly peek: Seen<Answer>;
  readonly count: Seen<number>;
  readonly pattern: Seen<Answer>;
}

let world: World;
let id: string;
let played: Readonly<Record<string, Played>>;

before(async () => {
  const permit: RuleLine = [
    'all-read',
    'effect: allow, principals: { issuers: [ci] }, resources: { connections: [insights], collections: [cases] }, operations: [read]',
  ];
  const guards = Object.entries(masks)
    .filter(([, mask]) => mask !== '')
    .map(
      ([name, mask]): RuleLine => [
        `masks-${name}`,
        `effect: guard, principals: { services: ["ci:${name}"] }, resources: { collections: [cases] }, mask: [${mask}]`,
      ],
    );
  world = await startWorld({ policies: { main: policyOf(permit, ...guards) } });
  id = await makeCollection(world.chroma.url, 'cases', {
    ids: ['1', '2'],
    embeddings: [
      [1, 0],
      [0, 1],
    ],
    documents: [text, 'nothing personal'],
    metadatas: [metadata, { title: 'Kettle', email: 'ana@acme.example' }],
    uris: ['file:///home/ana/1.txt', null],
  });
  const names = Object.keys(masks);
  const tokens = await Promise.all(names.map((name) => world.workload(name)));
  const callers = Object.fromEntries(names.map((name, i) => [name, tokens[i]]));
  const program = new URL('./masks/seen.py', import.meta.url).pathname;
  const port = new URL(world.gateway?.dataUrl ?? '').port;
  played = (await runPython(program, [port, knownAs, JSON.stringify(callers)])) as typeof played;
});
after(() => world?.close());

function value<T>(seen: Seen<T> | undefined): T {
  assert.ok(seen !== undefined && 'value' in seen, JSON.stringify(seen));
  return seen.value;
}
const notice = (seen: Seen<unknown> | undefined): string => {
  assert.ok(seen !== undefined && 'notices' in seen, JSON.stringify(seen));
  return seen.notices.map((line) => line.replace(/\. Decision [0-9A-Z]{26}\.$/, '')).join('|');
};
const get = (name: string): Answer => value(played[name]?.get);

test('without a mask the client sees all of it, and no notice', () => {
  const { get: got, query } = played.whole ?? assert.fail();
  assert.deepEqual(
    [value(got).documents?.[0], value(got).metadatas?.[0], value(got).embeddings, value(got).uris?.[0]],
    [
      text,
      metadata,
      [
        [1, 0],
        [0, 1],
      ],
      'file:///home/ana/1.txt',
    ],
  );
  assert.deepEqual([notice(got), notice(query), value(query).distances], ['', '', [[0, 2]]]);
});

test('every caller’s client reads every answer: masks break no method of it', () => {
  for (const [name, of] of Object.entries(played)) {
    assert.deepEqual([...value(of.get).ids].sort(), ['1', '2'], name);
    assert.deepEqual(value(of.query).ids, [['1', '2']], name);
    assert.deepEqual([...value(of.peek).ids].sort(), ['1', '2'], name);
    assert.equal(value(of.count), 2, name);
  }
});

test('`hash`: one mark for one value, everywhere and after a restart; another value and another gateway have others', async () => {
  const mails = get('hashes').metadatas?.map(({ email }) => String(email)) ?? [];
  assert.match(mails[0] ?? '', /^«hash:[0-9a-f]{16}»$/);
  assert.equal(mails[0], mails[1]);
  assert.notEqual(get('hashes').uris?.[0], mails[0]);
  assert.equal(notice(played.hashes?.get), 'email hashed, uri hashed');
  const again = async (of: World, collection: string): Promise<string> => {
    const response = await of.call(await of.workload('hashes'), 'POST', `${collections}/${collection}/get`, {
      ids: ['1'],
      include: ['metadatas'],
    });
    return String(((await response.json()) as Answer).metadatas?.[0]?.email);
  };
  await world.restart();
  assert.equal(await again(world, id), mails[0]);

  const other = await startWorld({
    policies: {
      main: policyOf(
        [
          'all-read',
          'effect: allow, principals: { issuers: [ci] }, resources: { connections: [insights] }, operations: [read]',
        ],
        ['hashed', 'effect: guard, mask: [{ fields: [email], method: hash }]'],
      ),
    },
    storeAddress: async () => world.chroma.url,
  });
  try {
    const mark = await again(other, id);
    assert.match(mark, /^«hash:[0-9a-f]{16}»$/);
    assert.notEqual(mark, mails[0]);
  } finally {
    await other.close();
  }
});

test('`nullify` leaves an empty place', () => {
  const { documents, embeddings, metadatas } = get('empties');
  assert.deepEqual(documents, [null, null]);
  assert.equal(embeddings, null);
  assert.deepEqual(metadatas?.[0], { ...metadata, email: null, n: null });
  assert.equal(notice(played.empties?.get), 'email emptied, n emptied, document emptied, vector emptied');
});

test('`drop` leaves no place', () => {
  const { documents, embeddings, metadatas, uris } = get('drops');
  const { email: _dropped, ...rest } = metadata;
  assert.deepEqual([documents, embeddings, uris, metadatas?.[0]], [null, null, null, rest]);
  assert.equal(notice(played.drops?.get), 'email removed, document removed, uri removed, vector removed');
});

test('`$score` and `$uri` are fields like others', () => {
  const scored = value(played.scores?.query);
  assert.equal(scored.distances, null);
  assert.deepEqual(scored.documents?.[0], [text, 'nothing personal']);
  assert.equal(notice(played.scores?.query), 'score emptied');
  assert.deepEqual(get('uris').uris, ['«redacted»', null]);
  assert.equal(get('uris').documents?.[0], text);
});

test('`fields: all` with an exception hides tomorrow’s field too', () => {
  const { documents, metadatas, embeddings, uris } = get('titles');
  assert.deepEqual(metadatas?.[0], {
    title: 'Blender',
    email: '«redacted»',
    phone: '«redacted»',
    n: null,
    card: null,
  });
  assert.deepEqual([documents, embeddings, uris], [['«redacted»', '«redacted»'], null, ['«redacted»', null]]);
  assert.deepEqual(value(played.titles?.query).distances, [[0, 2]]);
});

test('detectors hide what they find and nothing else, in numbers too', () => {
  const { documents, metadatas } = get('detects');
  assert.equal(
    documents?.[0],
    '«email» or «phone», card «credit-card», IBAN «iban», SSN «us-ssn», from «ip».',
  );
  assert.equal(documents?.[1], 'nothing personal');
  assert.deepEqual(metadatas?.[0], { ...metadata, card: null });
  assert.equal(
    notice(played.detects?.get),
    'card emptied (card), document redacted (card, email, iban, ip, phone, us-ssn)',
  );
});

test('an error text of the store passes the same masks: detectors look inside, a whole mask hides it', () => {
  const said = (name: string): string => {
    const seen = played[name]?.pattern;
    assert.ok(seen !== undefined && 'error' in seen, JSON.stringify(seen));
    assert.equal(seen.error, 'InvalidArgumentError');
    return seen.text;
  };
  assert.match(said('whole'), /regex parse error:\n {4}\(pattern of quimby@secret\.example/);
  assert.match(said('notes'), /regex parse error:\n {4}\(pattern of «email»/);
  assert.match(said('uris'), /^The store refused the request\. Its words are hidden/);
});

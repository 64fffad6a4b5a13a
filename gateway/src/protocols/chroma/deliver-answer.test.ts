import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import type { MaskObligation, Obligations } from '@vectorgate/policy-schema';
import type { HttpResponse } from '../../engines/http/http-message.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import type { Delivered } from '../../pipeline/store-protocol.ts';
import type { ChromaCall } from './chroma-operation.ts';
import { deliverAnswer } from './deliver-answer.ts';
import { matchOperation } from './match-operation.ts';
import { shapeAcknowledgement } from './shape-acknowledgement.ts';
import { shapeRecords } from './shape-records.ts';

const request = {
  method: 'GET',
  path: ['api', 'v2', 'version'],
  query: [],
  headers: {},
  body: new Uint8Array(),
};
const call: ChromaCall = {
  ...matchOperation(request),
  request,
  context: {
    connection: 'insights',
    enforced: true,
    memory: new Map(),
    ask: () => Promise.reject(new Error('not asked')),
  },
  maskKeys: { hash: new Uint8Array(32), token: new Uint8Array(32) },
};
const rule = { policy: 'p', rule: 'r', file: 'f', line: 1 };
const mask = (
  fields: readonly string[] | 'all',
  method: MaskObligation['method'],
  more: Partial<MaskObligation> = {},
): MaskObligation => ({
  fields: fields === 'all' ? { all: true, except: [] } : { paths: fields },
  method,
  filterable: false,
  rule,
  ...more,
});

function deliver(
  text: string,
  masks: readonly MaskObligation[],
  depth: 0 | 1 = 0,
  status = 200,
): Delivered<HttpResponse> & { text: string; same: boolean } {
  const obligations: Obligations = { masks, rates: [] };
  const body = Buffer.from(text);
  const delivered = deliverAnswer(call, obligations, { by: shapeRecords(depth), needed: false })({
    status,
    headers: { 'content-type': 'application/json', 'set-cookie': 'a=b', server: 'x' },
    body,
  });
  return {
    ...delivered,
    text: Buffer.from(delivered.response.body).toString(),
    same: delivered.response.body === body,
  };
}

const answer =
  '{"ids":["1","2"],"embeddings":[[1.0,-0],[0.5,1e-7]],"documents":["mail ana@acme.com",null],"uris":null,' +
  '"metadatas":[{"email":"ana.ruiz@acme.com","n":18446744073709551615,"f":1.0},null],"include":["embeddings","documents","metadatas"]}';

test('without a hit the answer is the identical buffer', () => {
  assert.ok(deliver(answer, []).same);
  assert.ok(deliver(answer, [mask(['absent'], 'redact')]).same);
  assert.ok(deliver(answer, [mask(['$document'], 'redact', { detectors: ['iban'] })]).same);
  for (const odd of ['no JSON', '[]', '{"ids":7}', '{"documents":{}}', '{"ids":["1"],"ids":[]}'])
    assert.ok(deliver(odd, []).same, odd);
  assert.equal(deliver(answer, []).hits, 2);
});

test('with hits only the hits differ', () => {
  const cases: readonly (readonly [MaskObligation, string, string])[] = [
    [mask(['email'], 'partial', { keepLast: 4 }), '"ana.ruiz@acme.com"', '"•••••••••••••.com"'],
    [mask(['email'], 'drop'), '"email":"ana.ruiz@acme.com",', ''],
    [mask(['f'], 'drop'), ',"f":1.0', ''],
    [mask(['n'], 'redact'), '18446744073709551615', 'null'],
    [mask(['$document'], 'redact', { detectors: ['email'] }), 'ana@acme.com', '«email»'],
    [mask(['$document'], 'nullify'), '"mail ana@acme.com"', 'null'],
    [mask(['$id'], 'redact'), '["1","2"]', '["«redacted»","«redacted»"]'],
  ];
  for (const [obligation, before, after] of cases) {
    assert.equal(
      deliver(answer, [obligation]).text,
      answer.replace(before, after),
      `${obligation.method} ${before}`,
    );
  }
});

test('a dropped column is null and no longer announced', () => {
  const vectors = answer
    .replace('[[1.0,-0],[0.5,1e-7]]', 'null')
    .replace('"embeddings","documents"', '"documents"');
  for (const method of ['drop', 'nullify', 'redact', 'hash', 'partial'] as const) {
    const { text, masked } = deliver(answer, [mask(['$vector'], method)]);
    assert.equal(text, vectors, method);
    assert.deepEqual(masked, [
      { field: '$vector', method: method === 'drop' ? 'drop' : 'nullify', count: 2 },
    ]);
  }
  const documents = deliver(answer, [mask(['$document'], 'drop')]).text;
  assert.equal(documents, answer.replace('["mail ana@acme.com",null]', 'null').replace('"documents",', ''));
});

test('answers of query are nested one level deeper', () => {
  const query =
    '{"ids":[["1"],["2","3"]],"distances":[[0.5],[1.0,null]],"documents":[["a@b.cc"],["c@d.ee","x"]],"metadatas":[[{"k":"v"}],[null,{"k":"w"}]],"include":["distances"]}';
  const { text, hits } = deliver(
    query,
    [
      mask(['$document'], 'redact', { detectors: ['email'] }),
      mask(['k'], 'nullify'),
      mask(['$score'], 'drop'),
    ],
    1,
  );
  assert.equal(hits, 3);
  assert.deepEqual(JSON.parse(text), {
    ids: [['1'], ['2', '3']],
    distances: null,
    documents: [['«email»'], ['«email»', 'x']],
    metadatas: [[{ k: null }], [null, { k: null }]],
    include: [],
  });
});

test('parts that are not known survive where no mask binds, and are removed where one does', () => {
  const strange = answer.replace('{"ids"', '{"secrets":{"email":"x"},"ids"');
  assert.ok(deliver(strange, []).same);
  assert.equal(deliver(strange, [mask(['absent'], 'redact')]).text, answer);
});

test('keys are read decoded, and a key of reserved form shows nothing', () => {
  const { text } = deliver(
    '{"ids":["1"],"metadatas":[{"e\\u006dail":"ana@acme.com","$document":"x","a.b":"y"}]}',
    [mask(['email', 'a'], 'redact')],
  );
  assert.equal(text, '{"ids":["1"],"metadatas":[{"e\\u006dail":"«redacted»","a.b":"«redacted»"}]}');
});

test('a key in which its field’s detectors find something goes with its value, and is named nowhere', () => {
  const { text, masked } = deliver(
    '{"ids":["1"],"metadatas":[{"ana@acme.com":true,"k":"v","b\\u0040c.de":"x"}]}',
    [mask('all', 'redact', { detectors: ['email'] })],
  );
  assert.equal(text, '{"ids":["1"],"metadatas":[{"k":"v"}]}');
  assert.deepEqual(masked, [{ field: '«email»', method: 'drop', count: 2 }]);
  const named = [mask(['k'], 'redact', { detectors: ['email'] })];
  assert.ok(deliver('{"ids":["1"],"metadatas":[{"ana@acme.com":true,"k":"v"}]}', named).same);
});

test('sparse vectors in metadata are vectors', () => {
  const sparse =
    '{"ids":["1"],"metadatas":[{"sv":{"#type":"sparse_vector","indices":[1],"values":[0.5],"tokens":["ana"]},"k":"v"}]}';
  for (const path of ['$vector', '$vector.sv', 'sv']) {
    assert.equal(deliver(sparse, [mask([path], 'drop')]).text, '{"ids":["1"],"metadatas":[{"k":"v"}]}', path);
    assert.equal(
      deliver(sparse, [mask([path], 'redact')]).text,
      '{"ids":["1"],"metadatas":[{"sv":null,"k":"v"}]}',
      path,
    );
  }
});

test('invariant 3: what cannot be read for certain is not delivered when a mask binds', () => {
  for (const text of [
    'no JSON',
    '[]',
    '{"ids":["1"],"ids":["2"]}',
    '{"documents":{"a":1}}',
    '{"metadatas":["x"]}',
    '{"documents":"text"}',
    answer.slice(0, -1),
  ]) {
    assert.throws(
      () => deliver(text, [mask('all', 'redact')]),
      (error) =>
        error instanceof Refusal && error.kind === 'unavailable' && error.code === 'answer-unreadable',
      text,
    );
  }
});

test('errors of the store pass the same masks', () => {
  const error = '{"error":"InvalidArgumentError","message":"no card 4111 1111 1111 1111 here"}';
  const inText = mask(['$document'], 'redact', { detectors: ['credit-card'] });
  assert.ok(deliver(error, [], 0, 400).same);
  assert.equal(deliver(error, [inText], 0, 400).text, error.replace('4111 1111 1111 1111', '«credit-card»'));
  assert.deepEqual(deliver(error, [inText], 0, 400).masked, [
    { field: 'error', method: 'redact', found: ['credit-card'], count: 1 },
  ]);
  const harmless = '{"error":"NotFoundError","message":"nothing"}';
  assert.ok(deliver(harmless, [inText], 0, 404).same);
  for (const text of [
    error,
    'secret plain text',
    '{"error":"X","message":"m","detail":"secret"}',
    '["secret"]',
  ]) {
    const hidden = deliver(text, [mask(['email'], 'redact')], 0, 500).text;
    assert.ok(!hidden.includes('4111') && !hidden.includes('secret'), hidden);
    assert.ok(typeof (JSON.parse(hidden) as { message: unknown }).message === 'string');
  }
  assert.ok(
    !deliver('{"error":"X","message":"m","detail":"secret"}', [inText], 0, 500).text.includes('secret'),
  );
});

test('an acknowledgement shows no text where a mask binds', () => {
  const acknowledge = (text: string, masks: readonly MaskObligation[]): string => {
    const of = deliverAnswer(call, { masks, rates: [] }, { by: shapeAcknowledgement, needed: false });
    return Buffer.from(of({ status: 200, headers: {}, body: Buffer.from(text) }).response.body).toString();
  };
  const some = [mask(['email'], 'redact')];
  assert.equal(acknowledge('{"deleted":3,"old":["x"]}', []), '{"deleted":3,"old":["x"]}');
  assert.equal(acknowledge('{"deleted":3,"old":["x"],"text":"x"}', some), '{"deleted":3}');
  assert.equal(acknowledge('7', some), '7');
  assert.equal(acknowledge('["x"]', some), '{}');
});

test('of the store’s headers only those of an allow-list are delivered', () => {
  assert.deepEqual(deliver(answer, []).response.headers, { 'content-type': 'application/json' });
});

test('a record keeps vectors as dimension and digest, dense and sparse ones, and all other numbers as they are', () => {
  const numbers = Array.from({ length: 9 }, (_, i) => i + 0.5);
  const text = JSON.stringify({
    ids: [numbers.map(String)],
    embeddings: [[numbers, [1, 2]]],
    distances: [numbers],
    metadatas: [[{ ratings: numbers, sparse: { '#type': 'sparse_vector', indices: numbers, values: [1] } }]],
    include: [],
  });
  for (const masks of [[], [mask(['nothing'], 'redact')]]) {
    const delivered = deliver(text, masks, 1);
    assert.equal(delivered.text, text);
    const recorded = JSON.parse(Buffer.from(delivered.body).toString());
    assert.deepEqual(recorded.distances, [numbers]);
    assert.deepEqual(recorded.metadatas[0][0].ratings, numbers);
    const condensed = { dimension: 9, sha256: hash('sha256', JSON.stringify(numbers), 'hex') };
    assert.deepEqual(recorded.embeddings, [[condensed, [1, 2]]]);
    assert.deepEqual(recorded.metadatas[0][0].sparse, {
      '#type': 'sparse_vector',
      indices: condensed,
      values: [1],
    });
  }
  const dropped = deliver(text, [mask(['$vector'], 'drop')], 1);
  assert.deepEqual(Buffer.from(dropped.body).toString(), dropped.text);
});

test('a long masked answer leaves in pieces that are all of it, its vectors where they came', () => {
  const vector = Array.from({ length: 20_000 }, (_, i) => i / 8);
  const long = (document: string): string =>
    JSON.stringify({ ids: ['1', '2'], embeddings: [vector, vector], documents: [document, 'none'] });
  const { response, body } = deliver(long('mail ana@acme.com now'), [
    mask(['$document'], 'redact', { detectors: ['email'] }),
  ]);
  const { rest = [] } = response;
  assert.ok(rest.length > 0);
  assert.equal(Buffer.concat([response.body, ...rest]).toString(), long('mail «email» now'));
  assert.match(Buffer.from(body).toString(), /"embeddings":\[\{"dimension":20000,"sha256":/);
  assert.ok(Buffer.from(body).includes('mail «email» now'));
});

test('the memory of a long answer is given back by who delivers it', () => {
  const release = (): void => {};
  const obligations: Obligations = { masks: [], rates: [] };
  const given = { status: 200, headers: {}, body: Buffer.from(answer), release };
  const delivered = deliverAnswer(call, obligations, { by: shapeRecords(0), needed: false })(given);
  assert.equal(delivered.response.release, release);
});

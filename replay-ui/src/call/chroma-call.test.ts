import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testHeader } from '../records/testing/test-header.ts';
import { callOf } from './call-of.ts';

const [operation] = testHeader().operations;
const call = (name: string, body?: unknown): string | undefined =>
  callOf({ store: 'chroma', operations: [{ ...operation!, name }] }, body)?.text;

test('a query is the call that sends it; what was not given and what is usual are left out', () => {
  assert.equal(
    call('collection_query', {
      ids: null,
      query_embeddings: [[0.5, 1, -2e-7]],
      n_results: 10,
      where: { product: 'blender' },
      where_document: null,
      include: ['metadatas', 'documents', 'distances'],
    }),
    `collection = client.get_collection("customer-cases")
collection.query(
    query_embeddings=[[0.5, 1, -2e-7]],
    n_results=10,
    where={"product": "blender"},
)`,
  );
});

test('a vector that is not kept is a variable, and a comment says what it was', () => {
  const vector = { dimension: 256, sha256: 'ab'.repeat(32) };
  assert.equal(
    call('collection_query', { query_embeddings: [vector, vector], n_results: 5, include: ['distances'] }),
    `# vector_1: 256 numbers, which the record does not keep (SHA-256 abababababababab…)
collection = client.get_collection("customer-cases")
collection.query(
    query_embeddings=[vector_1, vector_1],
    n_results=5,
    include=["distances"],
)`,
  );
});

test('wide arguments stand one in a line', () => {
  assert.equal(
    call('collection_get', {
      ids: null,
      where: {
        $and: [{ product: { $in: ['blender', 'kettle', 'toaster'] } }, { tenant: { $ne: 'globex' } }],
      },
      limit: 3,
      offset: null,
      include: ['metadatas'],
    }),
    `collection = client.get_collection("customer-cases")
collection.get(
    where={
        "$and": [
            {"product": {"$in": ["blender", "kettle", "toaster"]}},
            {"tenant": {"$ne": "globex"}},
        ],
    },
    limit=3,
    include=["metadatas"],
)`,
  );
});

test('no value can end its literal, or hide in it', () => {
  const text = call('collection_get', {
    ids: ['")\nimport os; os.remove("x") #', '\\', '\u202e\u0000\u200d😀', '\ud800', '{x}'],
  })!;
  for (const hidden of ['\u202e', '\u0000', '\u200d', '\ud800']) assert.ok(!text.includes(hidden));
  assert.equal(text.split('\n').length > 2, true);
  assert.match(text, /"\\"\)\\nimport os; os\.remove\(\\"x\\"\) #"/);
  assert.match(text, /"\\\\"/);
  assert.match(text, /"\\u202e\\x00\\u200d😀"/);
  assert.match(text, /"\\ud800"/);
});

test('calls of the client itself, and those that it makes by itself', () => {
  assert.equal(call('get_collection'), 'client.get_collection("customer-cases")');
  assert.equal(
    call('create_collection', { name: 'x', metadata: null, get_or_create: true }),
    'client.create_collection("customer-cases", get_or_create=True)',
  );
  assert.equal(
    call('collection_count'),
    'collection = client.get_collection("customer-cases")\ncollection.count()',
  );
  assert.match(call('get_user_identity')!, /^# The client asks this by itself/);
  assert.equal(call('collection_search', {}), undefined);
  assert.equal(callOf({ store: 'milvus', operations: [operation!] }, {}), undefined);
  assert.equal(callOf({ store: 'chroma', operations: [] }, {}), undefined);
});

test('another tenant or database is named where the client is made', () => {
  const [target] = operation!.targets;
  const text = callOf(
    {
      store: 'chroma',
      operations: [
        {
          ...operation!,
          name: 'collection_count',
          targets: [{ ...target!, tenant: { is: 'one', name: 'globex' } }],
        },
      ],
    },
    undefined,
  )?.text;
  assert.match(text!, /^client = chromadb\.HttpClient\(host=\.\.\., tenant="globex"\)\n/);
});

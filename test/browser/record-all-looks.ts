import type { OpenDemo } from '@vectorgate/demo';
import { makeCollection, makeDatabase } from '../harness/store-collection.ts';
import { recordSession } from './record-session.ts';

/** Vectors of fewer than eight numbers are recorded as they are: only these can be shown in two dimensions. */
const products = [
  { id: 'BL-1', document: 'Blender, 1.5 l, glass jug', vector: [0.9, 0.1, 0.2, 0.1] },
  { id: 'BL-2', document: 'Blender, 0.6 l, travel cup', vector: [0.8, 0.2, 0.3, 0.1] },
  { id: 'KE-1', document: 'Kettle, 1.7 l, steel', vector: [0.1, 0.9, 0.1, 0.3] },
  { id: 'KE-2', document: 'Kettle, 0.8 l, folding', vector: [0.2, 0.8, 0.4, 0.2] },
  { id: 'TO-1', document: 'Toaster, two slices', vector: [0.3, 0.4, 0.9, 0.1] },
  { id: 'MI-1', document: 'Mixer, five speeds, dough hooks', vector: [0.7, 0.1, 0.5, 0.6] },
];
const database = 'small';

const program = `import chromadb

def collection(name, database="default_database"):
    return chromadb.HttpClient(host="chroma.internal", port=8000, database=database).get_collection(name)

cases = collection("customer-cases")
vector = [0.1] * 256
cases.query(query_embeddings=[vector], n_results=8)
cases.query(query_embeddings=[vector], n_results=5, where={"product": "blender"})
try:
    cases.query(query_embeddings=[vector], n_results=1000)
except Exception as refused:
    print(refused)
collection("product-docs", "${database}").query(
    query_embeddings=[[0.8, 0.2, 0.3, 0.2]], n_results=6, include=["documents", "distances", "embeddings"]
)
`;

/** Records a session of Ana's with a step of every look: masked answers to compare, a refusal, and vectors of four numbers. */
export async function recordAllLooks(demo: OpenDemo): Promise<void> {
  await makeCollection(
    demo.store.url,
    'product-docs',
    {
      ids: products.map(({ id }) => id),
      documents: products.map(({ document }) => document),
      embeddings: products.map(({ vector }) => vector),
    },
    await makeDatabase(demo.store.url, database),
  );
  await recordSession(demo, demo.folder, program);
}

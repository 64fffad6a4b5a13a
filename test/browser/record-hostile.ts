import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenDemo } from '@vectorgate/demo';
import { makeCollection, makeDatabase } from '../harness/store-collection.ts';
import { hostileDocument } from './hostile-answers.ts';
import { hostileCall } from './hostile-call.ts';
import { hostileName } from './hostile-name.ts';
import { recordSession } from './record-session.ts';

const database = 'hostile';
/** Characters of the longest document. */
export const longDocument = 5_000_000;

const program = `${hostileCall}
docs = chromadb.HttpClient(host="chroma.internal", port=8000, database="${database}").get_collection("product-docs")
print(len(docs.get(limit=10, include=["documents", "metadatas"])["ids"]))
`;

/**
 * Records a session of Ana's whose first call names a collection by what no page must obey, and whose last is answered by the
 * store with documents and metadata of that kind, one of 5 MB among them.
 */
export async function recordHostile(demo: OpenDemo, folder: string): Promise<void> {
  const long = `long ${'y'.repeat(longDocument)}`;
  await makeCollection(
    demo.store.url,
    'product-docs',
    {
      ids: ['1', hostileName, '3'],
      embeddings: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      documents: [hostileDocument, hostileDocument, long],
      metadatas: [{ [hostileName]: hostileDocument }, null, null],
    },
    await makeDatabase(demo.store.url, database),
  );
  await recordSession(demo, await mkdtemp(join(folder, 'hostile-')), program);
}

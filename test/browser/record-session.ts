import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenDemo, pythonProgram } from '@vectorgate/demo';
import { commandLinePerson } from '../harness/command-line-person.ts';

/** Three calls: one that is masked, one that is refused, one with what a page must not obey in it. */
const threeCalls = `import chromadb

cases = chromadb.HttpClient(host="chroma.internal", port=8000).get_collection("customer-cases")
vector = [0.1] * 256
print(len(cases.query(query_embeddings=[vector], n_results=5)["ids"][0]))
try:
    cases.query(query_embeddings=[vector], n_results=1000)
except Exception as refused:
    print(refused)
print(cases.get(ids=["<img src=x onerror=alert(1)>"]))
`;

/**
 * Records a session of Ana's: an unchanged program with the store's own client, by `vectorgate run`. @returns what it printed
 */
export async function recordSession(demo: OpenDemo, folder: string, program = threeCalls): Promise<string> {
  const script = join(folder, 'recorded.py');
  await writeFile(script, program);
  const ana = await commandLinePerson(demo.controlUrl, 'ana', folder);
  try {
    const { code, out, err } = await ana.run('run', '--', pythonProgram(), script);
    if (code !== 0) throw new Error(`the program ended with ${code}: ${err}`);
    return out;
  } finally {
    await ana.signOut();
  }
}

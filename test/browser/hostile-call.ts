import { hostileName } from './hostile-name.ts';

/** A program whose one call names a collection by what no page must obey. It is refused, and recorded by that name. */
export const hostileCall = `import chromadb

client = chromadb.HttpClient(host="chroma.internal", port=8000)
try:
    client.create_collection(${JSON.stringify(hostileName)}, embedding_function=None)
except Exception as refused:
    print(refused)
`;

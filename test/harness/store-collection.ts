import assert from 'node:assert/strict';

/** Path of the collections of Chroma's default tenant and database. */
export const collections = '/api/v2/tenants/default_tenant/databases/default_database/collections';

/** Records as Chroma's `add` takes them. */
export interface Records {
  readonly ids: readonly string[];
  readonly embeddings: readonly (readonly number[])[];
  readonly documents?: readonly (string | null)[];
  readonly metadatas?: readonly (Readonly<Record<string, unknown>> | null)[];
  readonly uris?: readonly (string | null)[];
}

async function send(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${url}: ${await response.clone().text()}`);
  return response.json();
}

/** Makes a collection in the store itself, past the gate, and returns its id. */
export async function makeCollection(
  store: string,
  name: string,
  records?: Records,
  path = collections,
): Promise<string> {
  const { id } = (await send(`${store}${path}`, { name })) as { id: string };
  if (records !== undefined) await send(`${store}${path}/${id}/add`, records);
  return id;
}

/** Makes a further database of the default tenant, past the gate. @returns path of its collections */
export async function makeDatabase(store: string, name: string): Promise<string> {
  const databases = '/api/v2/tenants/default_tenant/databases';
  await send(`${store}${databases}`, { name });
  return `${databases}/${name}/collections`;
}

/** Ids of all records of a collection, asked of the store itself. */
export async function storedIds(store: string, id: string): Promise<readonly string[]> {
  const { ids } = (await send(`${store}${collections}/${id}/get`, { include: [] })) as { ids: string[] };
  return ids.sort();
}

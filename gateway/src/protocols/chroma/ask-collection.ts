import type { HttpResponse } from '../../engines/http/http-message.ts';
import type { JsonNode } from '../../json/json-node.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import { stringText } from '../../json/string-text.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import type { ChromaContext } from './chroma-operation.ts';
import type { BoundCollection } from './collection-cache.ts';

/** Reads one collection of an answer; undefined when it is not one. */
export function readCollection(bytes: Buffer, node: JsonNode): BoundCollection | undefined {
  if (node.kind !== 'object') return undefined;
  const text = (key: string): string | undefined => {
    const value = node.members.get(key)?.value;
    return value?.kind === 'string' ? stringText(bytes, value) : undefined;
  };
  const [id, tenant, database, name] = [text('id'), text('tenant'), text('database'), text('name')];
  if (id === undefined || tenant === undefined || database === undefined || name === undefined)
    return undefined;
  return { id, tenant, database, name };
}

const puzzled = (cause?: unknown): Refusal =>
  new Refusal(
    'unavailable',
    'collection-unresolved',
    'the store did not say which collection this is.',
    'Try again in a minute; if it lasts, tell the platform team.',
    {},
    { cause },
  );

function collectionOf(response: HttpResponse): BoundCollection {
  try {
    const { bytes, root } = readJson(response.body, { skipNumbers: true });
    const collection = readCollection(bytes, root);
    if (collection !== undefined) return collection;
  } catch (error) {
    if (!(error instanceof JsonReadError)) throw error;
    throw puzzled(error);
  }
  throw puzzled();
}

/**
 * Asks the store for a collection under a tenant and database: by id (it checks tenant and database on this route,
 * other than on those of records) or by name. Undefined when there is none; what it answers must bear the tenant and
 * database that were asked for.
 */
export async function askCollection(
  context: ChromaContext,
  tenant: string,
  database: string,
  wanted: { readonly id: string } | { readonly name: string },
): Promise<BoundCollection | undefined> {
  const last = 'id' in wanted ? ['by-id', wanted.id] : [wanted.name];
  const response = await context.ask({
    method: 'GET',
    path: ['api', 'v2', 'tenants', tenant, 'databases', database, 'collections', ...last],
    query: [],
    headers: { accept: 'application/json' },
    body: new Uint8Array(),
  });
  if (response.status >= 400 && response.status < 500) return undefined;
  if (response.status !== 200) throw puzzled();
  const collection = collectionOf(response);
  if (collection.tenant !== tenant || collection.database !== database) return undefined;
  if ('id' in wanted ? collection.id !== wanted.id : collection.name !== wanted.name) return undefined;
  return collection;
}

/** Every operation of Chroma's with a body, and a plain one. `N` becomes a number of its own each time. */
export interface BodyOperation {
  readonly id: string;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly body: string;
}

export function bodyOperations(collection: string): readonly BodyOperation[] {
  const tenants = '/api/v2/tenants';
  const databases = `${tenants}/default_tenant/databases`;
  const collections = `${databases}/default_database/collections`;
  const below = `${collections}/${collection}`;
  const records = '{"ids":["a"],"embeddings":[[1,0]],"metadatas":[{"k":"v"}]}';
  return [
    { id: 'create_tenant', method: 'POST', path: tenants, body: '{"name":"tenant-N"}' },
    {
      id: 'update_tenant',
      method: 'PATCH',
      path: `${tenants}/default_tenant`,
      body: '{"resource_name":"r-N"}',
    },
    { id: 'create_database', method: 'POST', path: databases, body: '{"name":"database-N"}' },
    { id: 'create_collection', method: 'POST', path: collections, body: '{"name":"collection-N"}' },
    { id: 'update_collection', method: 'PUT', path: below, body: '{"new_metadata":{"a":"N"}}' },
    { id: 'fork_collection', method: 'POST', path: `${below}/fork`, body: '{"new_name":"fork-N"}' },
    {
      id: 'collection_query',
      method: 'POST',
      path: `${below}/query`,
      body: '{"query_embeddings":[[1,0]],"n_results":1}',
    },
    { id: 'collection_get', method: 'POST', path: `${below}/get`, body: '{"ids":["a"],"limit":1}' },
    { id: 'collection_add', method: 'POST', path: `${below}/add`, body: records },
    { id: 'collection_upsert', method: 'POST', path: `${below}/upsert`, body: records },
    { id: 'collection_update', method: 'POST', path: `${below}/update`, body: records },
    { id: 'collection_delete', method: 'POST', path: `${below}/delete`, body: '{"ids":["a-N"]}' },
    {
      id: 'attach_function',
      method: 'POST',
      path: `${below}/functions/attach`,
      body: '{"name":"f-N","function_id":"record_counter","output_collection":"out-N","params":null}',
    },
    {
      id: 'detach_function',
      method: 'POST',
      path: `${below}/attached_functions/f/detach`,
      body: '{"delete_output":false}',
    },
  ];
}

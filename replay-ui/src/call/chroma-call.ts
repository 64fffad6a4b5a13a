import { objectOf } from '../records/is-object.ts';
import type { Scope } from '../records/record-header.ts';
import type { CallSource, ClientCall } from './client-call.ts';
import { LeftOutVectors } from './left-out-vectors.ts';
import { type PythonArguments, pythonCall } from './python-call.ts';
import { PythonName } from './python-literal.ts';

type Body = Readonly<Record<string, unknown>>;

/** `None` is what the client sends for what was not given. */
const given = (body: Body, ...names: readonly string[]): PythonArguments =>
  Object.fromEntries(names.filter((name) => body[name] !== null).map((name) => [name, body[name]]));

/** What the client asks for when nothing else is said need not be said. */
const include = (body: Body, usual: readonly string[]): PythonArguments => {
  const asked = body.include;
  const isUsual =
    Array.isArray(asked) && asked.length === usual.length && usual.every((name, at) => asked[at] === name);
  return isUsual ? {} : given(body, 'include');
};

const query = (body: Body): PythonArguments => ({
  ...given(body, 'query_embeddings', 'n_results', 'ids', 'where', 'where_document'),
  ...include(body, ['metadatas', 'documents', 'distances']),
});
const get = (body: Body): PythonArguments => ({
  ...given(body, 'ids', 'where', 'where_document', 'limit', 'offset'),
  ...include(body, ['metadatas', 'documents']),
});
const write = (body: Body): PythonArguments =>
  given(body, 'ids', 'documents', 'metadatas', 'embeddings', 'uris');

/** Calls of a collection, by Chroma's operation. */
const ofCollection: Readonly<Record<string, readonly [string, (body: Body) => PythonArguments]>> = {
  collection_query: ['query', query],
  collection_get: ['get', get],
  collection_add: ['add', write],
  collection_upsert: ['upsert', write],
  collection_update: ['update', write],
  collection_delete: ['delete', (body) => given(body, 'ids', 'where', 'where_document', 'limit')],
  collection_count: ['count', () => ({})],
  fork_collection: ['fork', (body) => given(body, 'new_name')],
  update_collection: [
    'modify',
    (body) => ({
      ...(body.new_name !== null && { name: body.new_name }),
      ...(body.new_metadata !== null && { metadata: body.new_metadata }),
      ...(body.new_configuration !== null && { configuration: body.new_configuration }),
    }),
  ],
};

/** Calls of the client itself; `true`: the collection's name comes first. */
const ofClient: Readonly<Record<string, readonly [string, boolean, (body: Body) => PythonArguments]>> = {
  get_collection: ['get_collection', true, () => ({})],
  delete_collection: ['delete_collection', true, () => ({})],
  create_collection: [
    'create_collection',
    true,
    (body) => ({
      ...given(body, 'metadata'),
      ...(body.get_or_create === true && { get_or_create: true }),
    }),
  ],
  list_collections: ['list_collections', false, () => ({})],
  count_collections: ['count_collections', false, () => ({})],
  heartbeat: ['heartbeat', false, () => ({})],
  version: ['get_version', false, () => ({})],
  reset: ['reset', false, () => ({})],
};

/** What the client asks by itself while it is made. */
const byItself = new Set(['get_user_identity', 'get_tenant', 'get_database', 'pre_flight_checks']);

const nameIn = (scope: Scope | undefined): string | undefined =>
  scope?.is === 'one' ? scope.name : undefined;

/** A recorded request of Chroma as the call of `chromadb` that sends it. Undefined: no call of the client sends it. */
export function chromaCall({ operation, body }: CallSource): ClientCall | undefined {
  const [target] = operation.targets;
  const collection = nameIn(target?.collection);
  const place = {
    tenant: nameIn(target?.tenant) === 'default_tenant' ? undefined : nameIn(target?.tenant),
    database: nameIn(target?.database) === 'default_database' ? undefined : nameIn(target?.database),
  };
  const client =
    place.tenant === undefined && place.database === undefined
      ? []
      : [`client = ${pythonCall('chromadb.HttpClient', { host: new PythonName('...'), ...place })}`];
  const vectors = new LeftOutVectors();
  const sent = objectOf(vectors.replace(objectOf(body)));
  const told = (lines: readonly string[]): ClientCall => ({
    client: 'chromadb',
    language: 'python',
    text: [...vectors.comments, ...client, ...lines].join('\n'),
  });
  const onCollection = ofCollection[operation.name];
  if (onCollection !== undefined && collection !== undefined) {
    const [method, read] = onCollection;
    return told([
      `collection = ${pythonCall('client.get_collection', {}, [collection])}`,
      pythonCall(`collection.${method}`, read(sent)),
    ]);
  }
  const onClient = ofClient[operation.name];
  if (onClient !== undefined) {
    const [method, named, read] = onClient;
    if (named && collection === undefined) return undefined;
    return told([pythonCall(`client.${method}`, read(sent), named ? [collection] : [])]);
  }
  if (byItself.has(operation.name))
    return {
      client: 'chromadb',
      language: 'python',
      text: `# The client asks this by itself while it is made.\nclient = ${pythonCall('chromadb.HttpClient', { host: new PythonName('...'), ...place })}`,
    };
  return undefined;
}

import { isObject, type JsonObject, listOf } from '../records/is-object.ts';
import type { CallSource, ClientCall } from './client-call.ts';
import { LeftOutVectors } from './left-out-vectors.ts';
import { type PythonArguments, pythonCall } from './python-call.ts';
import { PythonName, pythonLiteral } from './python-literal.ts';

/** A model of the client made of JSON: it checks and converts what is nested in it by itself. */
const model = (name: string, value: unknown): unknown =>
  isObject(value) ? new PythonName(`models.${name}(**${pythonLiteral(value)})`) : value;
const models = (name: string, value: unknown): unknown =>
  Array.isArray(value) ? value.map((item) => model(name, item)) : model(name, value);

/** Kinds of queries, by the one member that tells them apart. */
const queries: Readonly<Record<string, string>> = {
  nearest: 'NearestQuery',
  recommend: 'RecommendQuery',
  discover: 'DiscoverQuery',
  context: 'ContextQuery',
  order_by: 'OrderByQuery',
  fusion: 'FusionQuery',
  rrf: 'RrfQuery',
  formula: 'FormulaQuery',
  sample: 'SampleQuery',
  relevance_feedback: 'RelevanceFeedbackQuery',
};

function queryOf(value: unknown): unknown {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  // The client makes this one of a vector or an id by itself.
  if (keys.length === 1 && keys[0] === 'nearest' && !isObject(value.nearest)) return value.nearest;
  const kind = keys.map((key) => queries[key]).find((name) => name !== undefined);
  return kind === undefined ? value : model(kind, value);
}

const given = (body: JsonObject, ...names: readonly string[]): PythonArguments =>
  Object.fromEntries(
    names.filter((name) => body[name] !== null && body[name] !== undefined).map((name) => [name, body[name]]),
  );

const shown = (body: JsonObject): PythonArguments => ({
  ...given(body, 'with_payload'),
  with_vectors: body.with_vector ?? undefined,
});
const filter = (name: string, body: JsonObject): PythonArguments => ({
  [name]: body.filter === null ? undefined : model('Filter', body.filter),
});

const search = (body: JsonObject): PythonArguments => ({
  query: body.query === null ? undefined : queryOf(body.query),
  ...given(body, 'using'),
  prefetch: body.prefetch === null ? undefined : models('Prefetch', body.prefetch),
  ...filter('query_filter', body),
  search_params: body.params === null ? undefined : model('SearchParams', body.params),
  ...given(body, 'limit', 'offset', 'score_threshold'),
  ...shown(body),
});

/** Which points: a list of ids, or a filter. */
const selector = (body: JsonObject): unknown =>
  isObject(body.filter)
    ? new PythonName(`models.FilterSelector(filter=models.Filter(**${pythonLiteral(body.filter)}))`)
    : body.points;

/** Calls of the client, by Qdrant's operation. */
const calls: Readonly<Record<string, readonly [string, (body: JsonObject) => PythonArguments]>> = {
  query_points: ['query_points', search],
  query_points_groups: [
    'query_points_groups',
    (body) => ({ ...given(body, 'group_by', 'group_size'), ...search(body) }),
  ],
  query_batch_points: [
    'query_batch_points',
    (body) => ({ requests: listOf(body.searches).map((one) => model('QueryRequest', one)) }),
  ],
  scroll_points: [
    'scroll',
    (body) => ({
      ...filter('scroll_filter', body),
      ...given(body, 'limit', 'offset'),
      order_by: isObject(body.order_by) ? model('OrderBy', body.order_by) : (body.order_by ?? undefined),
      ...shown(body),
    }),
  ],
  get_points: ['retrieve', (body) => ({ ...given(body, 'ids'), ...shown(body) })],
  count_points: ['count', (body) => ({ ...filter('count_filter', body), ...given(body, 'exact') })],
  facet: [
    'facet',
    (body) => ({ ...given(body, 'key'), ...filter('facet_filter', body), ...given(body, 'limit', 'exact') }),
  ],
  upsert_points: [
    'upsert',
    (body) => ({
      points: isObject(body.batch) ? model('Batch', body.batch) : models('PointStruct', body.points),
    }),
  ],
  delete_points: ['delete', (body) => ({ points_selector: selector(body) })],
  clear_payload: ['clear_payload', (body) => ({ points_selector: selector(body) })],
  set_payload: ['set_payload', (body) => ({ ...given(body, 'payload', 'key'), points: selector(body) })],
  overwrite_payload: ['overwrite_payload', (body) => ({ ...given(body, 'payload'), points: selector(body) })],
  delete_payload: ['delete_payload', (body) => ({ ...given(body, 'keys'), points: selector(body) })],
};

/** Calls that send no body. */
const bodiless: Readonly<Record<string, string>> = {
  get_collection: 'get_collection',
  collection_exists: 'collection_exists',
  delete_collection: 'delete_collection',
};

/** A recorded request of Qdrant as the call of `qdrant-client` that sends it. Undefined: no call of the client sends it. */
export function qdrantCall({ operation, body }: CallSource): ClientCall | undefined {
  const told = (text: string): ClientCall => ({ client: 'qdrant-client', language: 'python', text });
  if (operation.name === 'get_collections') return told(pythonCall('client.get_collections'));
  const collection = operation.targets
    .map((target) => target.collection)
    .find(({ is }) => is === 'one')?.name;
  if (collection === undefined) return undefined;
  const named = { collection_name: collection };
  const alone = bodiless[operation.name];
  if (alone !== undefined) return told(pythonCall(`client.${alone}`, named));
  const call = calls[operation.name];
  if (call === undefined || !isObject(body)) return undefined;
  const vectors = new LeftOutVectors();
  const [method, read] = call;
  const text = pythonCall(`client.${method}`, { ...named, ...read(vectors.replace(body) as JsonObject) });
  return told([...vectors.comments, text].join('\n'));
}

import type { Facts, Hidden } from './facts.ts';

/** A question asked twice, with the right guess and with a wrong one: the two answers must not differ. */
export interface Oracle {
  readonly name: string;
  readonly right: Question;
  readonly wrong: Question;
  /** Asked of the store itself the answers differ. False for what would change it. */
  readonly harmless: boolean;
}

export interface Question {
  readonly method: string;
  /** Below the collection when it does not begin with a slash. */
  readonly path: string;
  readonly body?: unknown;
  /** What the question itself says, and a refusal may say back. */
  readonly says?: string;
}

type Where = Readonly<Record<string, unknown>>;

/** Forms of one condition that depend on a value; each with its negation or its neighbours. */
const forms: readonly (readonly [string, (field: string, value: string) => Where])[] = [
  ['', (field, value) => ({ [field]: value })],
  ['by $eq', (field, value) => ({ [field]: { $eq: value } })],
  ['by $ne', (field, value) => ({ [field]: { $ne: value } })],
  ['by $in of one', (field, value) => ({ [field]: { $in: [value] } })],
  ['by $in of many', (field, value) => ({ [field]: { $in: ['x', value, 'y'] } })],
  ['by $nin', (field, value) => ({ [field]: { $nin: [value] } })],
  ['in a sole $and', (field, value) => ({ $and: [{ [field]: value }] })],
  ['in a sole $or', (field, value) => ({ $or: [{ [field]: value }] })],
  ['beside an allowed field', (field, value) => ({ $and: [{ product: { $ne: '' } }, { [field]: value }] })],
  ['deep down', (field, value) => ({ $or: [{ $and: [{ $or: [{ $and: [{ [field]: value }] }] }] }] })],
];

const textForms: readonly (readonly [string, (words: string) => Where])[] = [
  ['$contains', (words) => ({ $contains: words })],
  ['$not_contains', (words) => ({ $not_contains: words })],
  ['$regex', (words) => ({ $regex: words.replaceAll(' ', '[ ]') })],
  ['$not_regex', (words) => ({ $not_regex: words.replaceAll(' ', '[ ]') })],
  ['$contains in $and', (words) => ({ $and: [{ $contains: ' ' }, { $contains: words }] })],
  ['$contains in $or', (words) => ({ $or: [{ $contains: words }, { $contains: '\u0001' }] })],
];

/** Every oracle on a value or a text that is masked, by `get` and by `query`. */
function onMasks({ victim, right, wrong }: Facts): Oracle[] {
  const ids = [victim.id];
  const asked = (route: 'get' | 'query', filter: Where): Question => ({
    method: 'POST',
    path: route,
    body:
      route === 'get'
        ? { ids, include: [], ...filter }
        : { ids, query_embeddings: [victim.embedding], n_results: 5, include: ['distances'], ...filter },
  });
  const pair = (name: string, route: 'get' | 'query', filter: (hidden: Hidden) => Where): Oracle => ({
    name: `${name}, ${route}`,
    right: asked(route, filter(right)),
    wrong: asked(route, filter(wrong)),
    harmless: true,
  });
  return [
    ...forms.map(([how, where]) =>
      pair(`e-mail ${how}`, 'get', ({ email }) => ({ where: where('email', email) })),
    ),
    ...forms
      .slice(1, 5)
      .map(([how, where]) =>
        pair(`e-mail ${how}`, 'query', ({ email }) => ({ where: where('email', email) })),
      ),
    ...(['phone', 'name'] as const).flatMap((field) =>
      forms
        .slice(0, 4)
        .map(([how, where]) =>
          pair(`${field} ${how}`, 'get', (hidden) => ({ where: where(field, hidden[field]) })),
        ),
    ),
    ...textForms.map(([how, where]) =>
      pair(`text by ${how}`, 'get', ({ words }) => ({ where_document: where(words) })),
    ),
    ...textForms
      .slice(0, 3)
      .map(([how, where]) =>
        pair(`text by ${how}`, 'query', ({ words }) => ({ where_document: where(words) })),
      ),
    ...textForms.slice(0, 3).map(([how, where]) =>
      pair(`text by #document and ${how}`, 'get', ({ words }) => ({
        where: { '#document': where(words) },
      })),
    ),
  ];
}

const tenants = '/api/v2/tenants';
const mine = `${tenants}/default_tenant/databases/default_database`;

/** Whether something is there: another tenant's record, a collection, a tenant. */
function onExistence({ foreignId, noId, victim }: Facts, hidden: string, nothing: string): Oracle[] {
  const byId = (name: string, path: string, body: (id: string) => unknown, harmless: boolean): Oracle => ({
    name,
    right: { method: 'POST', path, body: body(foreignId), says: foreignId },
    wrong: { method: 'POST', path, body: body(noId), says: noId },
    harmless,
  });
  const byName = (
    name: string,
    method: string,
    question: (name: string) => Pick<Question, 'path' | 'body'>,
    names: readonly [string, string] = [hidden, nothing],
  ): Oracle => ({
    name,
    right: { method, ...question(names[0]), says: names[0] },
    wrong: { method, ...question(names[1]), says: names[1] },
    harmless: method === 'GET',
  });
  const places = ['globex-eu', 'nobody-at-all'] as const;
  return [
    byId('another tenant’s record by id', 'get', (id) => ({ ids: [id], include: [] }), true),
    byId('the same with every field', 'get', (id) => ({ ids: [id, victim.id] }), true),
    byId(
      'the same by a filter',
      'get',
      (id) => ({ ids: [id], where: { product: { $ne: '' } }, include: [] }),
      true,
    ),
    byId(
      'the same as a near neighbour',
      'query',
      (id) => ({ ids: [id], query_embeddings: [victim.embedding], include: ['distances'] }),
      true,
    ),
    byId('the same by deletion', 'delete', (id) => ({ ids: [id] }), false),
    byId('the same by a second add', 'add', (id) => ({ ids: [id], embeddings: [victim.embedding] }), false),
    byId('the same by an update', 'update', (id) => ({ ids: [id], metadatas: [{ product: 'x' }] }), false),
    byName('a collection by name', 'GET', (name) => ({ path: `${mine}/collections/${name}` })),
    byName('a collection by get_or_create', 'POST', (name) => ({
      path: `${mine}/collections`,
      body: { name, get_or_create: true },
    })),
    byName('a collection by create', 'POST', (name) => ({ path: `${mine}/collections`, body: { name } })),
    byName('a collection by drop', 'DELETE', (name) => ({ path: `${mine}/collections/${name}` })),
    byName(
      'a collection whose name looks like an id, by drop',
      'DELETE',
      (name) => ({
        path: `${mine}/collections/${name}`,
      }),
      ['00000000-aaaa-4aaa-8aaa-000000000000', '11111111-aaaa-4aaa-8aaa-111111111111'],
    ),
    byName('the other tenant', 'GET', (name) => ({ path: `${tenants}/${name}` }), places),
    byName(
      'the other tenant’s database',
      'GET',
      (name) => ({ path: `${tenants}/${name}/databases/default_database` }),
      places,
    ),
    byName(
      'the other tenant’s collections',
      'GET',
      (name) => ({ path: `${tenants}/${name}/databases/default_database/collections` }),
      places,
    ),
    byName(
      'the other tenant’s collection by name',
      'GET',
      (name) => ({ path: `${tenants}/${name}/databases/default_database/collections/customer-cases` }),
      places,
    ),
    byName(
      'the other tenant’s collection by get_or_create',
      'POST',
      (name) => ({
        path: `${tenants}/${name}/databases/default_database/collections`,
        body: { name: 'customer-cases', get_or_create: true },
      }),
      places,
    ),
    byName(
      'the other tenant’s databases',
      'GET',
      (name) => ({ path: `${tenants}/${name}/databases` }),
      places,
    ),
  ];
}

/** All of them. `hidden` is a collection that no rule names, `nothing` a name of none. */
export const oracles = (facts: Facts, hidden: string, nothing: string): readonly Oracle[] => [
  ...onMasks(facts),
  ...onExistence(facts, hidden, nothing),
];

import { after, before, test } from 'node:test';
import { type Attack, tryAll } from './attack-table.ts';
import { type AttackWorld, assertOpen, startAttackWorld } from './attack-world.ts';

let world: AttackWorld;
before(async () => {
  world = await startAttackWorld();
});
after(() => world?.close());

const vector = Array.from({ length: 256 }, (_, i) => Math.sin(i));

/** Ways to learn a masked value without being shown it. */
const ways: readonly (readonly [string, string, unknown])[] = [
  ['filter email equal', 'get', { limit: 5, where: { email: 'ana@example.com' } }],
  ['filter email by $eq', 'get', { limit: 5, where: { email: { $eq: 'x' } } }],
  ['filter email by $ne', 'get', { limit: 5, where: { email: { $ne: 'x' } } }],
  ['filter email by $gt', 'get', { limit: 5, where: { email: { $gt: 'm' } } }],
  ['filter email by $in', 'get', { limit: 5, where: { email: { $in: ['a', 'b'] } } }],
  ['filter email by $nin', 'get', { limit: 5, where: { email: { $nin: ['a'] } } }],
  ['filter email inside $and', 'get', { limit: 5, where: { $and: [{ product: 'x' }, { email: 'x' }] } }],
  ['filter email inside $or', 'get', { limit: 5, where: { $or: [{ product: 'x' }, { email: 'x' }] } }],
  [
    'filter email deep down',
    'get',
    {
      limit: 5,
      where: {
        $and: [{ $or: [{ $and: [{ phone: 'x' }, { product: 'x' }] }, { product: 'y' }] }, { product: 'z' }],
      },
    },
  ],
  ['filter name', 'get', { limit: 5, where: { name: { $ne: '' } } }],
  ['filter phone', 'query', { query_embeddings: [vector], where: { phone: { $gte: '+1' } } }],
  ['filter text by $contains', 'get', { limit: 5, where_document: { $contains: '@example' } }],
  ['filter text by $not_contains', 'get', { limit: 5, where_document: { $not_contains: 'x' } }],
  ['filter text by $regex', 'get', { limit: 5, where_document: { $regex: '4[0-9]{15}' } }],
  ['filter text by $not_regex', 'get', { limit: 5, where_document: { $not_regex: 'x' } }],
  [
    'filter text inside $and',
    'get',
    { limit: 5, where_document: { $and: [{ $contains: 'a' }, { $contains: 'b' }] } },
  ],
  ['filter text in a query', 'query', { query_embeddings: [vector], where_document: { $contains: 'x' } }],
  [
    'filter text through metadata’s reserved name',
    'get',
    { limit: 5, where: { '#document': { $contains: 'x' } } },
  ],
  ['filter text through chroma:document', 'get', { limit: 5, where: { 'chroma:document': 'x' } }],
  ['another tenant’s records by filter', 'get', { limit: 5, where: { tenant: 'globex' } }],
  [
    'another tenant’s records by $or',
    'get',
    { limit: 5, where: { $or: [{ tenant: 'globex' }, { tenant: 'acme' }] } },
  ],
  ['another tenant’s records by $ne', 'get', { limit: 5, where: { tenant: { $ne: 'acme' } } }],
  ['vectors by include', 'get', { limit: 5, include: ['embeddings'] }],
  ['vectors by include in a query', 'query', { query_embeddings: [vector], include: ['embeddings'] }],
  ['whole text by include', 'get', { limit: 5, include: ['documents'] }],
  ['whole metadata by include', 'get', { limit: 5, include: ['metadatas'] }],
  [
    'search route',
    'search',
    { searches: [{ limit: 1000, select: { keys: ['#document', '#embedding', '#metadata'] } }] },
  ],
  ['a page beyond the limit', 'get', { limit: 101 }],
  ['everything', 'get', {}],
  ['a page in the query string', 'query?limit=1000', { query_embeddings: [vector] }],
];

/** The store's own answer, asked past the gate. */
async function truth(): Promise<{
  emails: Set<string>;
  names: Set<string>;
  phones: Set<string>;
  foreignIds: Set<string>;
}> {
  const response = await fetch(`${world.chroma.url}${world.collections}/${world.own}/get`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ include: ['metadatas'] }),
  });
  const all = (await response.json()) as { ids: string[]; metadatas: Record<string, string>[] };
  const pick = (key: string): Set<string> =>
    new Set(all.metadatas.map((m) => m[key] ?? '').filter((v) => v !== ''));
  return {
    emails: pick('email'),
    names: pick('name'),
    phones: pick('phone'),
    foreignIds: new Set(all.ids.filter((_, i) => all.metadatas[i]?.tenant !== 'acme')),
  };
}

test('invariant 3: inference past masks', async (context) => {
  await assertOpen(world);
  const known = await truth();
  const attacks = ways.map(
    ([name, route, body]): Attack => ({
      name,
      run: async () => {
        const response = await world.call(
          world.token,
          'POST',
          `${world.collections}/${world.own}/${route}`,
          body,
        );
        const text = await response.text();
        if (!response.ok) return { passed: false, seen: `${response.status}, refused` };
        const leaks: string[] = [];
        for (const [what, values] of [
          ['an e-mail', known.emails],
          ['a name', known.names],
          ['a phone', known.phones],
        ] as const) {
          if ([...values].some((value) => text.includes(what === 'a name' ? `"${value}"` : value)))
            leaks.push(what);
        }
        if ([...known.foreignIds].some((id) => text.includes(`"${id}"`)))
          leaks.push('a record of another tenant');
        if (
          /\[-?\d+\.\d+(e-?\d+)?,-?\d+\.\d+(e-?\d+)?,-?\d+\.\d+(e-?\d+)?,-?\d+\.\d+/.test(
            text.replace(/"distances":\[\[[^\]]*\]\]/, ''),
          )
        )
          leaks.push('a vector');
        if (name.startsWith('filter')) leaks.push('an answer that depends on a masked value');
        return {
          passed: leaks.length > 0,
          seen: leaks.length > 0 ? leaks.join(', ') : `${response.status}, masked and of the own tenant`,
        };
      },
    }),
  );
  await tryAll(context, 'Inference: what a mask hides cannot be learnt in another way', attacks);
});

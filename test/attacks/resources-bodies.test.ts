import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tryAll } from './attack-table.ts';
import { headOf } from './gate-callers.ts';
import { converse } from './raw-http.ts';
import { type ResourcesWorld, startResourcesWorld } from './resources-world.ts';

let world: ResourcesWorld;
before(async () => {
  world = await startResourcesWorld();
});
after(() => world?.close());

const mebibyte = 2 ** 20;
/** Just below the largest body that is read; a quarter of it where somebody waits. */
const size = process.env.VECTORGATE_TEST_DEEP === '1' ? 63 : 16;
const largest = size * mebibyte;
const fill = (piece: string, bytes: number): string => piece.repeat(Math.floor(bytes / piece.length));
const listOf = (piece: string, count: number): string => `[${`${piece},`.repeat(count - 1)}${piece}]`;

interface Body {
  readonly name: string;
  readonly route: string;
  readonly make: () => string;
  /** Codes with which it may be answered. */
  readonly statuses: readonly number[];
  /** Callers that send it at a time. */
  readonly callers?: number;
}

const nested = (depth: number, inner: string): string =>
  `${'{"$and":['.repeat(depth)}${inner}${']}'.repeat(depth)}`;

const bodies: readonly Body[] = [
  {
    name: `${size} MiB of tiny ids`,
    route: 'get',
    make: () => `{"ids":[${fill('"a",', largest)}"a"]}`,
    statuses: [400],
  },
  {
    name: `${size} MiB of nulls`,
    route: 'get',
    make: () => `{"ids":[${fill('null,', largest)}null]}`,
    statuses: [400],
  },
  {
    name: `${size} MiB of empty objects`,
    route: 'add',
    make: () => `{"ids":["a"],"metadatas":[${fill('{},', largest)}{}]}`,
    statuses: [400],
  },
  { name: `${size} MiB of open brackets`, route: 'get', make: () => fill('[', largest), statuses: [400] },
  { name: `${size} MiB of open braces`, route: 'get', make: () => fill('{"a":', largest), statuses: [400] },
  {
    name: `${size} MiB of white space`,
    route: 'get',
    make: () => `${fill(' ', largest)}{}`,
    statuses: [200, 400],
  },
  { name: `a key of ${size} MiB`, route: 'get', make: () => `{"${fill('a', largest)}":1}`, statuses: [400] },
  {
    name: `a number of ${size} MiB`,
    route: 'get',
    make: () => `{"limit":${fill('1', largest)}}`,
    statuses: [400],
  },
  {
    name: `a text of ${size} MiB`,
    route: 'get',
    make: () => `{"ids":["${fill('a', largest)}"]}`,
    statuses: [200, 400],
  },
  {
    name: `${size} MiB of escapes in one text`,
    route: 'get',
    make: () => `{"ids":["${fill('\\u0041', largest)}"]}`,
    statuses: [200, 400],
  },
  {
    name: `${size} MiB of escapes in one key`,
    route: 'get',
    make: () => `{"${fill('\\u0041', largest)}":1}`,
    statuses: [400],
  },
  {
    name: '400,000 keys',
    route: 'get',
    make: () => `{${Array.from({ length: 400_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
    statuses: [400],
  },
  {
    name: '400,000 keys that only differ in their escapes',
    route: 'get',
    make: () => `{${fill('"\\u0061":1,', 5 * mebibyte)}"a":1}`,
    statuses: [400],
  },
  {
    name: '100,000 ids',
    route: 'get',
    make: () => `{"ids":[${Array.from({ length: 100_000 }, (_, i) => `"id-${i}"`).join(',')}]}`,
    statuses: [200, 400],
  },
  {
    name: '450,000 ids to delete',
    route: 'delete',
    make: () => `{"ids":[${Array.from({ length: 450_000 }, (_, i) => `"id-${i}"`).join(',')}]}`,
    statuses: [200, 400],
  },
  {
    name: 'a filter of 60 levels and 100,000 leaves',
    route: 'get',
    make: () =>
      `{"limit":1,"where":${nested(29, listOf('{"a":1}', 100_000))}}`.replace('[[', '[').replace(']]', ']'),
    statuses: [200, 400],
  },
  {
    name: '400,000 values in $in',
    route: 'get',
    make: () => `{"limit":1,"where":{"a":{"$in":${listOf('1', 400_000)}}}}`,
    statuses: [200, 400],
  },
  {
    name: '100,000 texts in $or',
    route: 'get',
    make: () => `{"limit":1,"where_document":{"$or":${listOf('{"$contains":"a"}', 100_000)}}}`,
    statuses: [200, 400],
  },
  {
    name: 'a pattern of 10 MiB',
    route: 'get',
    make: () => `{"limit":1,"where_document":{"$regex":"${fill('(a+)+', 10 * mebibyte)}$"}}`,
    statuses: [200, 400],
  },
  {
    name: 'a batch of 2,000 vectors of 1,536 numbers',
    route: 'add',
    make: () =>
      `{"ids":[${Array.from({ length: 2000 }, (_, i) => `"i${i}"`).join(',')}],"embeddings":${listOf(listOf('0.1234567', 1536), 2000)}}`,
    statuses: [200],
  },
  {
    name: 'a record with 400,000 fields',
    route: 'add',
    make: () =>
      `{"ids":["a"],"embeddings":[[1]],"metadatas":[{${Array.from({ length: 400_000 }, (_, i) => `"k${i}":1`).join(',')}}]}`,
    statuses: [200, 400],
  },
  {
    name: '400,000 query vectors',
    route: 'query',
    make: () => `{"query_embeddings":${listOf('[1]', 400_000)},"n_results":1}`,
    statuses: [200, 400],
  },
  {
    name: `12 callers with ${size} MiB each`,
    route: 'get',
    make: () => fill('[', largest),
    statuses: [400, 503],
    callers: 12,
  },
  {
    name: '24 callers with 1 MiB of tiny ids each',
    route: 'get',
    make: () => `{"ids":[${fill('"a",', mebibyte)}"a"]}`,
    statuses: [200, 400, 503],
    callers: 24,
  },
];

async function send(body: Body): Promise<string> {
  const text = Buffer.from(body.make());
  const head = Buffer.from(headOf(world.owner, 'POST', `${world.path}/${body.route}`, text.length));
  const whole = Buffer.concat([head, text]);
  const answers = await Promise.all(
    Array.from({ length: body.callers ?? 1 }, () => converse(world.url, whole, { patience: 60_000 })),
  );
  const statuses = answers.map(
    ({ replies, closed }) => replies[0]?.status ?? (closed ? 'closed' : 'no answer'),
  );
  // Who is refused while still sending may find the connection closed before reading why.
  const good = statuses.every((status) => status === 'closed' || body.statuses.includes(Number(status)));
  const sum = [...Map.groupBy(statuses, String)]
    .map(([status, { length }]) => `${length} × ${status}`)
    .join(', ');
  assert.ok(good, `answered with ${sum}`);
  return sum;
}

test('bodies that are small to send and large to read', async (context) => {
  await tryAll(
    context,
    'Bodies: memory stays bounded and others are answered',
    bodies.map((body) => world.attack(body.name, () => send(body))),
  );
});

import { c, vector } from './grpc-questions.ts';

const payload = (i: number): object => ({
  city: ['Rome', 'Berlin', 'Łódź'][i % 3],
  n: i % 4,
  f: i + 0.0,
  whole: 2 ** 53,
  negative: -i,
  huge: 1e300,
  flag: i % 2 === 0,
  nothing: null,
  note: `write to ana${i}@acme.example or +1 415 555 01${10 + i} "soon"\n\t\u0001`,
  tags: ['a', 'ana@acme.example'],
  mixed: [1, 2.5, null, true, 'x', [1, [2]], {}],
  numbers: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  deep: { note: 'b@c.example', 'with.dot': 1, list: [{ n: 1, m: 2 }, { n: 'x' }], empty: {}, none: [] },
  'a "key"': 'x',
  '': 'no name',
});

/** Numbers of 64 bits must not pass through a double on their way to the server. */
const seeded = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('"whole":9007199254740992', '"whole":9007199254740993')
    .replace(/"f":(\d+)([,}])/g, '"f":$1.0$2');

/** Makes collections with vectors, indexes and payloads of every kind. `made`: asks the server over REST. */
export async function seedEveryKind(
  made: (method: string, path: string, body: string) => Promise<void>,
): Promise<void> {
  await made(
    'PUT',
    c,
    JSON.stringify({
      vectors: {
        dense: {
          size: 12,
          distance: 'Cosine',
          quantization_config: { scalar: { type: 'int8', quantile: 0.99 } },
        },
        many: { size: 4, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, on_disk: true },
      },
      sparse_vectors: { words: { modifier: 'idf' } },
      strict_mode_config: { enabled: true, max_query_limit: 1000 },
      metadata: { owner: 'us', level: 1, deep: { x: 1.5 } },
    }),
  );
  await made(
    'PUT',
    '/collections/plain',
    '{"vectors":{"size":4,"distance":"Euclid","hnsw_config":{"m":8}},"quantization_config":{"binary":{"encoding":"two_bits"}}}',
  );
  await made(
    'PUT',
    '/collections/cities',
    '{"vectors":{"size":8,"distance":"Manhattan","datatype":"float16"},"quantization_config":{"product":{"compression":"x16"}}}',
  );
  for (const [field_name, field_schema] of [
    ['city', { type: 'keyword', is_tenant: true }],
    ['n', { type: 'integer', lookup: true, range: true }],
    ['f', 'float'],
    ['flag', 'bool'],
    ['place', 'geo'],
    ['day', { type: 'datetime', on_disk: true }],
    ['key', 'uuid'],
    [
      'note',
      {
        type: 'text',
        tokenizer: 'word',
        lowercase: true,
        stopwords: { languages: ['english'], custom: ['x'] },
        stemmer: { type: 'snowball', language: 'english' },
      },
    ],
  ] as const)
    await made('PUT', `${c}/index?wait=true`, JSON.stringify({ field_name, field_schema }));
  await made(
    'PUT',
    `${c}/points?wait=true`,
    seeded({
      points: [1, 2, 3, 4, 5, 6, 7].map((i) => ({
        id: i % 2 === 1 ? i : `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`,
        vector: {
          dense: vector.map((x, j) => x * ((i * 7 + j * j) % 11) + 0.1),
          many: [
            [1.5, 2, 3, i],
            [4, 3, 2, 1.5],
          ],
          words: { indices: [1, 5 + i, 9000], values: [0.5, 0.25, i / 7] },
        },
        payload: payload(i),
      })),
    }),
  );
  await made(
    'PUT',
    `${c}/points?wait=true`,
    `{"points":[{"id":18446744073709551615,"vector":{"dense":[${vector}]}}]}`,
  );
  await made(
    'PUT',
    '/collections/plain/points?wait=true',
    '{"points":[{"id":1,"vector":[1,2,3,4]},{"id":2,"vector":[4,3,2,1],"payload":{"city":"Rome"}}]}',
  );
  await made(
    'PUT',
    '/collections/cities/points?wait=true',
    '{"points":[{"id":7,"vector":[1,2,3,4,5,6,7,8],"payload":{"city":"Rome"}}]}',
  );
  await made(
    'POST',
    '/collections/aliases',
    '{"actions":[{"create_alias":{"collection_name":"c","alias_name":"alias"}},{"create_alias":{"collection_name":"plain","alias_name":"other"}}]}',
  );
}

/** Made-up, seeded request and response bodies in Chroma's shape: two runs are equal to the byte. */

const words =
  'the quarterly report shows that customer onboarding improved after the support team moved ticket triage to a shared queue while invoices were reconciled nightly and every shipment left the warehouse with a signed label'.split(
    ' ',
  );
const first = ['Amara', 'Jonas', 'Priya', 'Luis', 'Chen', 'Fatima', 'Oleg', 'Grace'];
const last = ['Okafor', 'Lindqvist', 'Raman', 'Herrera', 'Wei', 'Haddad', 'Petrov', 'Mbeki'];

type Random = () => number;

const seeded = (seed: number): Random => {
  let s = seed >>> 0;
  return () => {
    s ^= s << 13;
    s >>>= 0;
    s ^= s >>> 17;
    s ^= s << 5;
    s >>>= 0;
    return s / 4294967296;
  };
};

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

const card = (random: Random): string => {
  const digits = `4${Array.from({ length: 14 }, () => Math.floor(random() * 10)).join('')}`;
  const sum = [...digits].reduce((total, d, i) => {
    const doubled = Number(d) * (i % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`.replace(/(\d{4})(?=\d)/g, '$1 ');
};

const email = (random: Random): string =>
  `${pick(random, first)}.${pick(random, last)}@example${Math.floor(random() * 90)}.com`.toLowerCase();

const personal: readonly ((random: Random) => string)[] = [
  email,
  (random) => `+1 (${200 + Math.floor(random() * 700)}) 555-${1000 + Math.floor(random() * 8999)}`,
  (random) =>
    `${100 + Math.floor(random() * 500)}-${10 + Math.floor(random() * 89)}-${1000 + Math.floor(random() * 8999)}`,
  card,
  () => 'DE89370400440532013000',
  (random) => `10.${Math.floor(random() * 255)}.${Math.floor(random() * 255)}.${Math.floor(random() * 255)}`,
];

/** Words with something personal in every so many of them. */
const text = (random: Random, length: number, every = 40): string => {
  const parts: string[] = [];
  for (let size = 0, n = 1; size < length; n++) {
    const part = n % every === 0 ? pick(random, personal)(random) : pick(random, words);
    parts.push(part);
    size += part.length + 1;
  }
  return parts.join(' ');
};

const vector = (random: Random, dimension: number): number[] =>
  Array.from({ length: dimension }, () => Number(((random() - 0.5) * 0.2).toFixed(9)));

/**
 * A query's answer: `hits` records of about 1 KB, with vectors of `dimension` numbers when it is not 0. Every so many
 * words of its texts are personal data (`every`).
 */
export function queryAnswer(hits: number, dimension: number, every = 40): string {
  const random = seeded(0x9e3779b9);
  const indexes = Array.from({ length: hits }, (_, i) => i);
  return JSON.stringify({
    ids: [indexes.map((i) => `CASE-${1000 + i}`)],
    embeddings: dimension === 0 ? null : [indexes.map(() => vector(random, dimension))],
    documents: [indexes.map(() => text(random, 780, every))],
    uris: null,
    metadatas: [
      indexes.map(() => ({
        tenant: pick(random, ['acme', 'globex']),
        email: email(random),
        name: `${pick(random, first)} ${pick(random, last)}`,
        page: Math.floor(random() * 400),
      })),
    ],
    distances: [indexes.map((i) => 0.2 + i * 0.003)],
    include: ['metadatas', 'documents', 'distances', ...(dimension === 0 ? [] : ['embeddings'])],
  });
}

/** A query with one vector of `dimension` numbers. */
export function queryRequest(hits: number, dimension: number, withVectors: boolean): string {
  return JSON.stringify({
    query_embeddings: [vector(seeded(7), dimension)],
    n_results: hits,
    where: { tenant: 'acme' },
    include: ['metadatas', 'documents', 'distances', ...(withVectors ? ['embeddings'] : [])],
  });
}

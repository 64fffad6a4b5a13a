import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { JsonNode } from '../../json/json-node.ts';
import type { AskStore, StoreContents, StoredCollection } from '../../pipeline/store-contents.ts';
import { FieldTallies } from '../field-tallies.ts';
import { ownRequest } from '../own-request.ts';
import { answerOf, countOf, memberAt, notTold, textOf } from '../read-answer-parts.ts';

type Ask = AskStore<HttpRequest, HttpResponse>;

/** Items of a page, and collections of a store that are listed. */
const page = 1_000;
const most = 50_000;
/** Records that are looked at, a quarter each at the beginning, the end and between: what came together is alike. */
const sampled = 200;
const places = 4;

/** Where a collection of a path lies. */
const inDatabase = (tenant: string, database: string): readonly string[] => [
  ...['api', 'v2', 'tenants', tenant],
  ...['databases', database, 'collections'],
];

const ofCollection = ({ tenant = '', database = '', id = '' }: StoredCollection): readonly string[] => [
  ...inDatabase(tenant, database),
  id,
];

interface Item {
  readonly bytes: Buffer;
  readonly item: JsonNode;
}

/** What a list of the server's holds, page by page; nothing where what the path names does not exist. */
async function* listedAt(ask: Ask, path: readonly string[]): AsyncIterable<Item> {
  for (let offset = 0; ; offset += page) {
    const response = await ask({
      ...ownRequest('GET', path),
      query: [
        ['limit', String(page)],
        ['offset', String(offset)],
      ],
    });
    if (response.status === 404) return;
    const { bytes, root } = answerOf(response);
    if (root.kind !== 'array') throw notTold();
    for (const item of root.items) yield { bytes, item };
    if (root.items.length < page) return;
  }
}

/** A tenant that policies name need not exist. */
async function* databasesOf(ask: Ask, tenant: string): AsyncIterable<string> {
  for await (const { bytes, item } of listedAt(ask, ['api', 'v2', 'tenants', tenant, 'databases'])) {
    const name = textOf(bytes, memberAt(item, 'name'));
    if (name !== undefined && textOf(bytes, memberAt(item, 'tenant')) === tenant) yield name;
  }
}

async function* collectionsOf(ask: Ask, tenant: string, database: string): AsyncIterable<StoredCollection> {
  for await (const { bytes, item } of listedAt(ask, inDatabase(tenant, database))) {
    const [id, collection] = [textOf(bytes, memberAt(item, 'id')), textOf(bytes, memberAt(item, 'name'))];
    if (id === undefined || collection === undefined) throw notTold();
    const dimension = countOf(bytes, memberAt(item, 'dimension'));
    const configuration = memberAt(item, 'configuration_json');
    const metric =
      textOf(bytes, memberAt(configuration, 'hnsw', 'space')) ??
      textOf(bytes, memberAt(configuration, 'spann', 'space'));
    yield {
      ...{ tenant, database, collection, id },
      ...(dimension !== undefined && { dimension }),
      ...(metric !== undefined && { metric }),
    };
  }
}

const described = ({ dimension, metric }: StoredCollection) => ({
  ...(dimension !== undefined && { dimension }),
  ...(metric !== undefined && { metric }),
});

/** What is in a Chroma server. Its tenants have no list: they are looked for by name. */
export const chromaContents: StoreContents<HttpRequest, HttpResponse> = {
  list: async (ask, tenants) => {
    // Two pages may overlap when something is made meanwhile.
    const found = new Map<string, StoredCollection>();
    for (const tenant of new Set(['default_tenant', ...tenants])) {
      for await (const database of databasesOf(ask, tenant)) {
        for await (const collection of collectionsOf(ask, tenant, database)) {
          if (found.size >= most) return { collections: [...found.values()], cut: true };
          found.set(collection.id ?? '', collection);
        }
      }
    }
    return { collections: [...found.values()], cut: false };
  },

  describe: async (_ask, collection) => described(collection),

  sample: async (ask, collection) => {
    const path = ofCollection(collection);
    const counted = answerOf(await ask(ownRequest('GET', [...path, 'count'])));
    const count = countOf(counted.bytes, counted.root);
    if (count === undefined) throw notTold();
    const tallies = new FieldTallies();
    const parts = count <= sampled ? 1 : places;
    for (let i = 0; i < parts; i++) {
      const limit = sampled / parts;
      const offset = parts === 1 ? 0 : Math.floor(((count - limit) * i) / (parts - 1));
      const asked = { include: ['metadatas'], limit, offset };
      const { root } = answerOf(await ask(ownRequest('POST', [...path, 'get'], JSON.stringify(asked))));
      const metadatas = memberAt(root, 'metadatas');
      if (metadatas?.kind !== 'array') throw notTold();
      for (const record of metadatas.items) tallies.add(record);
    }
    return { ...described(collection), count, sampled: tallies.records, fields: tallies.fields() };
  },
};

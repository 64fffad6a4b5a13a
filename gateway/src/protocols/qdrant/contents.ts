import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { JsonDocument } from '../../json/json-node.ts';
import type { AskStore, StoreContents } from '../../pipeline/store-contents.ts';
import { FieldTallies } from '../field-tallies.ts';
import { ownRequest } from '../own-request.ts';
import { answerOf, countOf, memberAt, notTold, textOf } from '../read-answer-parts.ts';
import { readingCollection, readingEverything } from './access-scope.ts';
import { otherName } from './document-field.ts';

type Ask = AskStore<HttpRequest, HttpResponse>;

const most = 50_000;
const sampled = 200;

const about = async (ask: Ask, collection: string): Promise<JsonDocument> =>
  answerOf(
    await ask({ ...ownRequest('GET', ['collections', collection]), scope: readingCollection(collection) }),
  );

/** Dimension and metric of the one vector that a collection has; of several nothing can be said in one word. */
function described({ bytes, root }: JsonDocument) {
  const vectors = memberAt(root, 'result', 'config', 'params', 'vectors');
  const named = vectors?.kind === 'object' && !vectors.members.has('size') ? vectors.members.list : [];
  const only = named.length === 1 ? named[0]!.value : named.length === 0 ? vectors : undefined;
  const dimension = countOf(bytes, memberAt(only, 'size'));
  const metric = textOf(bytes, memberAt(only, 'distance'))?.toLowerCase();
  return { ...(dimension !== undefined && { dimension }), ...(metric !== undefined && { metric }) };
}

/** Records, without their vectors: some at random, or where the server is too old for that the first. */
async function payloads(ask: Ask, collection: string): Promise<JsonDocument> {
  const scope = readingCollection(collection);
  const shown = { limit: sampled, with_payload: true, with_vector: false };
  const ofPoints = (...last: string[]): readonly string[] => ['collections', collection, 'points', ...last];
  const random = await ask({
    ...ownRequest('POST', ofPoints('query'), JSON.stringify({ query: { sample: 'random' }, ...shown })),
    scope,
  });
  if (random.status === 200) return answerOf(random);
  return answerOf(await ask({ ...ownRequest('POST', ofPoints('scroll'), JSON.stringify(shown)), scope }));
}

/** What is in a Qdrant server. */
export const qdrantContents: StoreContents<HttpRequest, HttpResponse> = {
  list: async (ask) => {
    const { bytes, root } = answerOf(
      await ask({ ...ownRequest('GET', ['collections']), scope: readingEverything }),
    );
    const list = memberAt(root, 'result', 'collections');
    if (list?.kind !== 'array') throw notTold();
    const collections = list.items.slice(0, most).map((item) => {
      const collection = textOf(bytes, memberAt(item, 'name'));
      if (collection === undefined) throw notTold();
      return { collection };
    });
    return { collections, cut: list.items.length > most };
  },

  otherName,

  describe: async (ask, { collection }) => described(await about(ask, collection)),

  sample: async (ask, { collection }) => {
    const told = await about(ask, collection);
    const count = countOf(told.bytes, memberAt(told.root, 'result', 'points_count'));
    const { root } = await payloads(ask, collection);
    const points = memberAt(root, 'result', 'points');
    if (points?.kind !== 'array') throw notTold();
    const tallies = new FieldTallies();
    for (const point of points.items) tallies.add(memberAt(point, 'payload'));
    return {
      ...described(told),
      ...(count !== undefined && { count }),
      sampled: tallies.records,
      fields: tallies.fields(),
    };
  },
};

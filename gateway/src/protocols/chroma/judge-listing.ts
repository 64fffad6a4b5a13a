import type { Obligations } from '@vectorgate/policy-schema';
import type { HttpRequest, HttpResponse } from '../../engines/http/http-message.ts';
import type { JsonArray, JsonDocument } from '../../json/json-node.ts';
import { Splices } from '../../json/splices.ts';
import type { Forward } from '../../pipeline/store-protocol.ts';
import { unreadableAnswer } from '../deliver-answer.ts';
import { ownRequest } from '../own-request.ts';
import { readCollection } from './ask-collection.ts';
import type { ChromaCall, ChromaJudge } from './chroma-operation.ts';
import { deliverAnswer, type Shape } from './deliver-answer.ts';
import { judged, operationOf, passOn, refuseBody } from './judged.ts';
import { countParameter } from './parameters.ts';
import { everyCollection } from './targets.ts';

type Visible = NonNullable<Obligations['visible']>;

/** Which items of a list of collections the caller may see. What bears another tenant or database is nobody's. */
function seen(answer: JsonDocument, list: JsonArray, { params }: ChromaCall, visible: Visible): boolean[] {
  return list.items.map((item) => {
    const collection = readCollection(answer.bytes, item);
    if (collection === undefined) throw unreadableAnswer();
    const { tenant, database, name } = collection;
    return tenant === params.tenant && database === params.database && visible(tenant, database, name);
  });
}

const listOf = (answer: JsonDocument): JsonArray => {
  if (answer.root.kind !== 'array') throw unreadableAnswer();
  return answer.root;
};

/** Asks for the whole list, so that limit and offset count what may be seen, and shows of it what may be. */
function shortened(
  call: ChromaCall,
  obligations: Obligations,
  by: Shape,
): Forward<HttpRequest, HttpResponse> {
  const { tenant, database } = call.params as { tenant: string; database: string };
  return {
    request: ownRequest('GET', ['api', 'v2', 'tenants', tenant, 'databases', database, 'collections']),
    changes: [],
    deliver: deliverAnswer(call, obligations, { by, needed: true }),
  };
}

/** Listing collections: shortened to those that the caller may see. */
export const judgeListCollections: ChromaJudge = async (call) => {
  refuseBody(call);
  const { tenant, database } = call.params as { tenant: string; database: string };
  const limit = countParameter(call, 'limit') ?? Number.POSITIVE_INFINITY;
  const offset = countParameter(call, 'offset') ?? 0;
  return judged(call, {
    operation: operationOf(call, {
      classes: ['meta'],
      targets: [everyCollection(tenant, database)],
      implied: 'list',
    }),
    forward: (obligations) => {
      const { visible } = obligations;
      if (visible === undefined) return passOn(call, obligations);
      return shortened(call, obligations, (answer) => {
        const list = listOf(answer);
        const may = seen(answer, list, call, visible);
        let place = -1;
        const shown = may.map((visibleHere) => {
          if (visibleHere) place++;
          return visibleHere && place >= offset && place < offset + limit;
        });
        const splices = new Splices(answer.bytes);
        splices.removeItems(list, (_item, index) => shown[index] !== true);
        return { body: splices.apply(), hits: shown.filter(Boolean).length };
      });
    },
  });
};

/** Counting collections: those that the caller may see. */
export const judgeCountCollections: ChromaJudge = async (call) => {
  refuseBody(call);
  const { tenant, database } = call.params as { tenant: string; database: string };
  return judged(call, {
    operation: operationOf(call, {
      classes: ['meta'],
      targets: [everyCollection(tenant, database)],
      implied: 'list',
    }),
    forward: (obligations) => {
      const { visible } = obligations;
      if (visible === undefined) return passOn(call, obligations);
      return shortened(call, obligations, (answer) => {
        const count = seen(answer, listOf(answer), call, visible).filter(Boolean).length;
        return { body: Buffer.from(String(count)) };
      });
    },
  });
};

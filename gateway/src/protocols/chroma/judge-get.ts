import { Splices } from '../../json/splices.ts';
import type { ChromaJudge } from './chroma-operation.ts';
import { deliverAnswer } from './deliver-answer.ts';
import { forwardedRequest } from './forwarded-request.ts';
import { judged, operationOf } from './judged.ts';
import { callersFilter, filterReferences, requireFilter, returnedFields } from './records-request.ts';
import { RequestBody } from './request-body.ts';
import { resolveCollection } from './resolve-collection.ts';
import { shapeRecords } from './shape-records.ts';
import { resolvedTarget } from './targets.ts';

const defaultInclude = ['metadatas', 'documents'];

/**
 * Reading records: by id it is `fetch`; by a filter, or all of them, it is `scan`. So is an empty list of ids: this
 * version of Chroma gives nothing for it, others gave everything.
 */
export const judgeGet: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, [
    'ids',
    'where',
    'where_document',
    'include',
    'limit',
    'offset',
  ]);
  const ids = body.strings('ids');
  const filter = callersFilter(body);
  const limit = body.count('limit');
  const offset = body.count('offset');
  const byId = ids !== undefined && ids.length > 0;
  const returns = returnedFields(body, defaultInclude);
  const collection = await resolveCollection(call);
  return judged(call, {
    operation: operationOf(call, {
      classes: [byId ? 'fetch' : 'scan'],
      targets: [resolvedTarget(collection)],
      ...(!byId && {
        page: { value: limit ?? Number.POSITIVE_INFINITY, name: 'limit', given: limit !== undefined },
      }),
      ...(offset !== undefined && { offset }),
      records: ids?.length ?? 0,
      ...(ids !== undefined && { ids }),
      ...(filter !== undefined && { filter }),
      references: filterReferences(filter, ids),
      returns,
    }),
    forward: (obligations) => {
      const splices = new Splices(body.document.bytes);
      const changes: string[] = [];
      if (obligations.filter !== undefined) requireFilter(body, splices, obligations.filter, changes);
      return {
        request: forwardedRequest(call, splices.apply()),
        changes,
        deliver: deliverAnswer(call, obligations, { by: shapeRecords(0), needed: false }),
      };
    },
  });
};

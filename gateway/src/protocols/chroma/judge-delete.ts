import { Splices } from '../../json/splices.ts';
import type { ChromaJudge } from './chroma-operation.ts';
import { deliverAnswer } from './deliver-answer.ts';
import { forwardedRequest } from './forwarded-request.ts';
import { judged, operationOf, refuseFilter } from './judged.ts';
import { callersFilter, filterReferences, requireFilter } from './records-request.ts';
import { RequestBody } from './request-body.ts';
import { resolveCollection } from './resolve-collection.ts';
import { shapeAcknowledgement } from './shape-acknowledgement.ts';
import { resolvedTarget } from './targets.ts';

/** Deleting records: by id, or in bulk by a filter. An empty list of ids is none, as in `judgeGet`. */
export const judgeDelete: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, ['ids', 'where', 'where_document', 'limit']);
  const ids = body.strings('ids');
  const byId = ids !== undefined && ids.length > 0;
  const filter = callersFilter(body);
  const limit = body.count('limit');
  const collection = await resolveCollection(call);
  return judged(call, {
    operation: operationOf(call, {
      classes: [byId ? 'delete' : 'delete-bulk'],
      targets: [resolvedTarget(collection)],
      records: byId ? ids.length : (limit ?? Number.POSITIVE_INFINITY),
      ...(ids !== undefined && { ids }),
      ...(filter !== undefined && { filter }),
      references: filterReferences(filter, ids),
    }),
    forward: (obligations) => {
      const splices = new Splices(body.document.bytes);
      const changes: string[] = [];
      if (obligations.filter !== undefined) {
        // Chroma deletes nothing when asked for nothing; the required filter alone would make it delete.
        if (!byId && filter === undefined) refuseFilter(call, obligations);
        requireFilter(body, splices, obligations.filter, changes);
      }
      return {
        request: forwardedRequest(call, splices.apply()),
        changes,
        deliver: deliverAnswer(call, obligations, { by: shapeAcknowledgement, needed: false }),
      };
    },
  });
};

import type { JsonNode } from '../../json/json-node.ts';
import { Splices } from '../../json/splices.ts';
import { vectorDimension } from '../condensed-vector.ts';
import type { ChromaJudge } from './chroma-operation.ts';
import { deliverAnswer } from './deliver-answer.ts';
import { forwardedRequest } from './forwarded-request.ts';
import { judged, operationOf } from './judged.ts';
import { recordedBody } from './recorded-body.ts';
import { callersFilter, filterReferences, requireFilter, returnedFields } from './records-request.ts';
import { RequestBody } from './request-body.ts';
import { resolveCollection } from './resolve-collection.ts';
import { shapeRecords } from './shape-records.ts';
import { resolvedTarget } from './targets.ts';
import { malformed } from './unreadable.ts';

/** Chroma's own default of `n_results`. */
const defaultResults = 10;
const defaultInclude = ['metadatas', 'documents', 'distances'];

/** Searching by vectors: each query vector has its own list of nearest records. */
export const judgeQuery: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, [
    'query_embeddings',
    'n_results',
    'ids',
    'where',
    'where_document',
    'include',
  ]);
  const vectors = body.array('query_embeddings')?.items;
  const isVector = (item: JsonNode): boolean =>
    item.kind === 'numbers' || (item.kind === 'array' && item.items.length === 0);
  if (vectors === undefined || !vectors.every(isVector))
    throw malformed('query_embeddings', 'a list of vectors');
  const asked = body.count('n_results');
  const filter = callersFilter(body);
  const ids = body.strings('ids');
  const returns = returnedFields(body, defaultInclude);
  const collection = await resolveCollection(call);
  const topK = asked ?? defaultResults;
  const [first] = vectors;
  return judged(call, {
    operation: operationOf(call, {
      classes: ['search'],
      targets: [resolvedTarget(collection)],
      topK: { value: topK, name: 'n_results', given: asked !== undefined },
      records: vectors.length,
      ...(ids !== undefined && { ids }),
      ...(filter !== undefined && { filter }),
      references: [...filterReferences(filter, ids), { field: '$vector', use: 'similarity' }],
      returns,
      ...(first !== undefined && { dimension: vectorDimension(body.document.bytes, first) }),
    }),
    recorded: recordedBody(body),
    forward: (obligations) => {
      const splices = new Splices(body.document.bytes);
      const changes: string[] = [];
      if (obligations.filter !== undefined) requireFilter(body, splices, obligations.filter, changes);
      if (obligations.topK !== undefined && obligations.topK < topK) {
        const member = body.root.members.get('n_results');
        if (member === undefined) splices.insertMember(body.root, 'n_results', String(obligations.topK));
        else splices.replaceNode(member.value, String(obligations.topK));
        changes.push(`n_results lowered to ${obligations.topK}`);
      }
      return {
        request: forwardedRequest(call, splices.apply()),
        changes,
        deliver: deliverAnswer(call, obligations, { by: shapeRecords(1), needed: false }),
      };
    },
  });
};

import {
  batchParts,
  type ChangeReader,
  clearPayloadPart,
  deletePart,
  deletePayloadPart,
  deleteVectorsPart,
  overwritePayloadPart,
  setPayloadPart,
  updateVectorsPart,
  upsertPart,
} from './change-parts.ts';
import { judgedParts, pathCollection } from './judged-parts.ts';
import type { QdrantJudge } from './qdrant-operation.ts';
import { readBody } from './read-body.ts';
import { acknowledgement, shapeResult } from './shape-results.ts';

const shape = { by: shapeResult(acknowledgement), needed: false };

/** A request that is one change of points. */
const changing =
  (reader: ChangeReader): QdrantJudge =>
  async (call) => {
    const document = readBody(call.request);
    const collection = await pathCollection(call);
    const part = reader(call, document.bytes, document.root, collection);
    return judgedParts(call, { parts: [part], document, shape, writes: true }, collection);
  };

export const judgeUpsert = changing(upsertPart);
export const judgeUpdateVectors = changing(updateVectorsPart);
export const judgeDelete = changing(deletePart);
export const judgeDeleteVectors = changing(deleteVectorsPart);
export const judgeSetPayload = changing(setPayloadPart);
export const judgeOverwritePayload = changing(overwritePayloadPart);
export const judgeDeletePayload = changing(deletePayloadPart);
export const judgeClearPayload = changing(clearPayloadPart);

/** Any sequence of changes in one request, each decided by itself: one refusal refuses all. */
export const judgeUpdateBatch: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const collection = await pathCollection(call);
  const parts = batchParts(call, document.bytes, document.root, collection);
  return judgedParts(call, { parts, document, shape, writes: true }, collection);
};

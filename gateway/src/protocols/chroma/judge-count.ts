import { unreadableAnswer } from '../deliver-answer.ts';
import { filterText } from '../filter-text.ts';
import { ownRequest } from '../own-request.ts';
import type { ChromaJudge } from './chroma-operation.ts';
import { deliverAnswer, type Shape } from './deliver-answer.ts';
import { judged, operationOf, passOn, refuseBody, refuseFilter } from './judged.ts';
import { textParameter } from './parameters.ts';
import { resolveCollection } from './resolve-collection.ts';
import { shapeAcknowledgement } from './shape-acknowledgement.ts';
import { resolvedTarget } from './targets.ts';
import { unreadable } from './unreadable.ts';
import { writeWhere } from './write-where.ts';

const readLevels: ReadonlySet<string> = new Set(['index_and_wal', 'index_only', 'index_and_bounded_wal']);

const countIds: Shape = ({ root }) => {
  const ids = root.kind === 'object' ? root.members.get('ids')?.value : undefined;
  if (ids?.kind !== 'array') throw unreadableAnswer();
  return { body: Buffer.from(String(ids.items.length)) };
};

/** Counting records. Chroma's count knows no filter: under a required one, the ids that satisfy it are counted here. */
export const judgeCount: ChromaJudge = async (call) => {
  refuseBody(call);
  const level = textParameter(call, 'read_level');
  if (level !== undefined && !readLevels.has(level))
    throw unreadable('malformed-parameter', 'its read_level is not one of Chroma’s.');
  const collection = await resolveCollection(call);
  return judged(call, {
    operation: operationOf(call, { classes: ['aggregate'], targets: [resolvedTarget(collection)] }),
    forward: (obligations) => {
      if (obligations.filter === undefined) return passOn(call, obligations, shapeAcknowledgement);
      return {
        request: ownRequest(
          'POST',
          [...call.request.path.slice(0, -1), 'get'],
          `{"where":${writeWhere(obligations.filter)},"include":[]}`,
        ),
        changes: [`filter ${filterText(obligations.filter)} added`],
        deliver: deliverAnswer(call, obligations, { by: countIds, needed: true }),
      };
    },
  });
};

/** Other numbers about a collection, which Chroma cannot limit to some of its records. */
export const judgeStatistic: ChromaJudge = async (call) => {
  refuseBody(call);
  const collection = await resolveCollection(call);
  return judged(call, {
    operation: operationOf(call, { classes: ['aggregate'], targets: [resolvedTarget(collection)] }),
    forward: (obligations) => {
      refuseFilter(call, obligations);
      return passOn(call, obligations, shapeAcknowledgement);
    },
  });
};

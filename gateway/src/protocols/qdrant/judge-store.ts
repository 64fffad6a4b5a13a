import type { Target } from '@vectorgate/policy-schema';
import { judgedParts, operationOf, pathCollection } from './judged-parts.ts';
import type { QdrantJudge } from './qdrant-operation.ts';
import { refuseBody } from './read-body.ts';
import { collectionTarget, everyCollection, wholeStore } from './targets.ts';

/** What clients ask before anything else: version and health. Any permit on the connection implies it. */
export const judgeHandshake: QdrantJudge = async (call) => {
  refuseBody(call);
  return judgedParts(call, {
    parts: [
      {
        operation: operationOf(call, { classes: ['meta'], targets: [wholeStore], implied: 'handshake' }),
      },
    ],
  });
};

/**
 * What belongs to whoever runs the store: decided by the classes of the table, passed on as it came. An answer that
 * would hold records (a snapshot) is not delivered where a mask binds, for nothing in it can be masked.
 */
const managing =
  (target: Target | 'collection'): QdrantJudge =>
  async (call) => {
    const collection = target === 'collection' ? await pathCollection(call) : undefined;
    const { classes } = call.operation;
    return judgedParts(
      call,
      {
        parts: [
          {
            operation: operationOf(call, {
              classes,
              targets: [target === 'collection' ? collectionTarget(collection!) : target],
              ...(classes.some((name) => name === 'backup' || name === 'delete-bulk') && {
                records: Number.POSITIVE_INFINITY,
              }),
              ...(classes.includes('backup') && { returns: 'all' as const }),
            }),
          },
        ],
      },
      collection,
    );
  };

export const judgeStore = managing(wholeStore);
export const judgeEveryCollection = managing(everyCollection);
export const judgeCollection = managing('collection');

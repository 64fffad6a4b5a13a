import type { Target } from '@vectorgate/policy-schema';
import type { ChromaJudge } from './chroma-operation.ts';
import { judged, operationOf, refuseBody } from './judged.ts';
import { databaseTarget, tenantTarget, wholeStore } from './targets.ts';

/** A call that a client makes before it works: any permit on the connection implies it. */
const handshake =
  (target: (params: Readonly<Record<string, string>>) => Target): ChromaJudge =>
  async (call) => {
    refuseBody(call);
    return judged(call, {
      operation: operationOf(call, {
        classes: ['meta'],
        targets: [target(call.params)],
        implied: 'handshake',
      }),
    });
  };

export const judgeHandshake = handshake(() => wholeStore);
export const judgeGetTenant = handshake(({ tenant }) => tenantTarget(tenant!));
export const judgeGetDatabase = handshake(({ tenant, database }) => databaseTarget(tenant!, database!));

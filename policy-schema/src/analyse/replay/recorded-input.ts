import type { DecideInput } from '../../decide/decide-contract.ts';
import type { Operation } from '../../operation/operation.ts';
import type { RecordedAsk, RecordedNumber, RecordedOperation } from './recorded.ts';

const asked = (number: RecordedNumber) => ({ ...number, value: number.value ?? Infinity });

const operationOf = (recorded: RecordedOperation, connection: string): Operation => {
  const { topK, page, ids, filtered, written, ...rest } = recorded;
  return {
    ...rest,
    connection,
    ...(topK && { topK: asked(topK) }),
    ...(page && { page: asked(page) }),
    ...(ids !== undefined && { ids: Array.from({ length: Math.min(ids, 1) }, () => '') }),
    ...(filtered !== undefined && { filter: { op: 'opaque', fields: filtered } as const }),
    ...(written !== undefined && { written: { fields: written, items: [] } }),
  };
};

/** What was asked as policy is asked about it. Claims that were not recorded are absent, so rules that ask for them are unknown. */
export const inputOf = (
  { connection, people, who, operations }: RecordedAsk,
  instant: number,
): DecideInput => ({
  identity: {
    ...who,
    groupsComplete: who.groupsComplete ?? true,
    claims: who.claims ?? {},
    declared: {},
  },
  connection: { name: connection, people },
  operations: operations.map((operation) => operationOf(operation, connection)),
  instant,
});

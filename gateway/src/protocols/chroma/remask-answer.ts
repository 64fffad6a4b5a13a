import type { MaskObligation, Operation } from '@vectorgate/policy-schema';
import { GateError } from '../../errors/gate-error.ts';
import { readJson } from '../../json/read-json.ts';
import type { MaskKeys } from '../../masks/mask-keys.ts';
import { MaskLedger } from '../../masks/mask-ledger.ts';
import { MaskPlan } from '../../masks/mask-plan.ts';
import { oneName } from '../one-name.ts';
import type { Shape } from './deliver-answer.ts';
import { shapeRecords } from './shape-records.ts';

/** Operations whose answers hold records, and how those lie in them. */
const shapes: Readonly<Record<string, Shape>> = {
  collection_get: shapeRecords(0),
  collection_query: shapeRecords(1),
};

/** Masks a recorded answer again, for another reader; undefined where that is not possible, as for an answer of another shape. */
export function remaskAnswer(recorded: {
  readonly operations: readonly Operation[];
  readonly status: number;
  readonly body: Uint8Array;
  readonly masks: readonly MaskObligation[];
  readonly maskKeys: MaskKeys;
  /** Takes what was masked. */
  readonly ledger?: MaskLedger | undefined;
}): Uint8Array | undefined {
  const { operations, status, body, masks, maskKeys, ledger = new MaskLedger() } = recorded;
  if (masks.length === 0) return body;
  const name = oneName(operations);
  const shape = name !== undefined && Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (shape === undefined || status > 299) return undefined;
  try {
    const answer = readJson(body, { skipNumbers: true });
    const shaped = shape(answer, new MaskPlan(masks, maskKeys), ledger);
    return shaped.rest === undefined ? shaped.body : Buffer.concat([shaped.body, ...shaped.rest]);
  } catch (error) {
    if (error instanceof GateError) return undefined;
    throw error;
  }
}

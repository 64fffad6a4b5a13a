import type { MaskObligation } from '@vectorgate/policy-schema';
import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import type { MaskKeys } from '../../masks/mask-keys.ts';
import { MaskLedger } from '../../masks/mask-ledger.ts';
import { MaskPlan } from '../../masks/mask-plan.ts';
import { itemsOf, memberOf, PointsShaper } from './shape-points.ts';

/** Operations whose answers hold points, and how those lie in them. */
const shapes: Readonly<Record<string, (shaper: PointsShaper, plan: MaskPlan) => void>> = {
  query_points: (shaper, plan) => shaper.points(memberOf(shaper.result, 'points'), plan),
  scroll_points: (shaper, plan) => shaper.points(memberOf(shaper.result, 'points'), plan),
  query_batch_points: (shaper, plan) => {
    for (const result of itemsOf(shaper.result)) shaper.points(memberOf(result, 'points'), plan);
  },
  search_points: (shaper, plan) => shaper.points(shaper.result, plan),
  recommend_points: (shaper, plan) => shaper.points(shaper.result, plan),
  discover_points: (shaper, plan) => shaper.points(shaper.result, plan),
  get_points: (shaper, plan) => shaper.points(shaper.result, plan),
  get_point: (shaper, plan) => shaper.point(shaper.result, plan),
};

/** Masks a recorded answer again, for another reader; undefined where that is not possible. */
export function remaskAnswer(recorded: {
  readonly operation: string;
  readonly status: number;
  readonly body: Uint8Array;
  readonly masks: readonly MaskObligation[];
  readonly maskKeys: MaskKeys;
  /** Takes what was masked. */
  readonly ledger?: MaskLedger | undefined;
}): Uint8Array | undefined {
  const { operation, status, body, masks, maskKeys, ledger = new MaskLedger() } = recorded;
  if (masks.length === 0) return body;
  const shape = Object.hasOwn(shapes, operation) ? shapes[operation] : undefined;
  if (shape === undefined || status > 299) return undefined;
  try {
    const shaper = new PointsShaper(readJson(body, { skipNumbers: true }), ledger, true);
    shape(shaper, new MaskPlan(masks, maskKeys));
    return shaper.body();
  } catch (error) {
    if (error instanceof JsonReadError) return undefined;
    throw error;
  }
}

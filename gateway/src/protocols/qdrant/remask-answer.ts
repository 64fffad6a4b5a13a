import type { FieldReference, MaskObligation, Operation } from '@vectorgate/policy-schema';
import { JsonReadError } from '../../json/json-read-error.ts';
import { readJson } from '../../json/read-json.ts';
import type { MaskKeys } from '../../masks/mask-keys.ts';
import { MaskLedger } from '../../masks/mask-ledger.ts';
import { MaskPlan } from '../../masks/mask-plan.ts';
import { oneName } from '../one-name.ts';
import { itemsOf, PointsShaper } from './shape-points.ts';
import { eachOf, listOfPoints, onePoint, pointsOf, type ResultShape } from './shape-results.ts';

const isUse =
  (use: FieldReference['use']) =>
  (reference: FieldReference): boolean =>
    reference.use === use;

/** Operations whose answers hold points, and how those lie in them. `ordered`: the field that stands in `order_value`. */
const shapes: Readonly<Record<string, (ordered: string | undefined) => ResultShape>> = {
  query_points: (ordered) => pointsOf(0, ordered),
  scroll_points: (ordered) => pointsOf(0, ordered),
  query_batch_points: (ordered) => eachResult(pointsOf(0, ordered)),
  search_points: () => listOfPoints(),
  recommend_points: () => listOfPoints(),
  discover_points: () => listOfPoints(),
  get_points: () => listOfPoints(),
  get_point: () => onePoint,
};

const eachResult =
  (shape: ResultShape): ResultShape =>
  (shaper, result, plans) =>
    eachOf(itemsOf(result).map(() => shape))(shaper, result, plans);

/** How points lie in the answer to these operations; undefined where that is not known for certain. */
function shapeOf(operations: readonly Operation[]): ResultShape | undefined {
  const name = oneName(operations);
  if (name === undefined || !Object.hasOwn(shapes, name)) return undefined;
  // The first: a document goes by its reserved name as well, and its own says both.
  const ordered = new Set(
    operations.flatMap(({ references }) => references.find(isUse('order'))?.field ?? []),
  );
  // Which of two fields stands in an `order_value` does not show in it.
  return ordered.size > 1 ? undefined : shapes[name]?.([...ordered][0]);
}

/** Masks a recorded answer again, for another reader; undefined where that is not possible. */
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
  const shape = shapeOf(operations);
  if (shape === undefined || status > 299) return undefined;
  try {
    const shaper = new PointsShaper(readJson(body, { skipNumbers: true }), ledger, true);
    shape(shaper, shaper.result, [new MaskPlan(masks, maskKeys)]);
    return shaper.body();
  } catch (error) {
    if (error instanceof JsonReadError) return undefined;
    throw error;
  }
}

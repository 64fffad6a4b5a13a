import type { FieldReference, MaskObligation, Operation } from '@vectorgate/policy-schema';
import { GateError } from '../../errors/gate-error.ts';
import { readJson } from '../../json/read-json.ts';
import type { MaskKeys } from '../../masks/mask-keys.ts';
import { MaskLedger } from '../../masks/mask-ledger.ts';
import { MaskPlan } from '../../masks/mask-plan.ts';
import { oneName } from '../one-name.ts';
import { otherName } from './document-field.ts';
import { itemsOf, PointsShaper } from './shape-points.ts';
import { eachOf, groupsOf, listOfPoints, onePoint, pointsOf, type ResultShape } from './shape-results.ts';

/** Fields whose values stand in an answer outside of payloads. */
interface Shown {
  /** In `order_value`: each may. */
  readonly ordered: readonly string[];
  /** As a group's id. */
  readonly group?: string | undefined;
}

/** Operations whose answers hold points, and how those lie in them. */
const shapes: Readonly<Record<string, (shown: Shown) => ResultShape | undefined>> = {
  query_points: ({ ordered }) => pointsOf(0, ordered),
  scroll_points: ({ ordered }) => pointsOf(0, ordered),
  query_batch_points: ({ ordered }) => eachResult(pointsOf(0, ordered)),
  query_points_groups: (shown) => grouped(shown),
  search_batch_points: () => eachResult(listOfPoints()),
  search_point_groups: (shown) => grouped(shown),
  recommend_batch_points: () => eachResult(listOfPoints()),
  recommend_point_groups: (shown) => grouped(shown),
  discover_batch_points: () => eachResult(listOfPoints()),
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

/** What was looked up for groups is masked by what binds all of the request. */
const grouped = ({ group, ordered }: Shown): ResultShape | undefined =>
  group === undefined ? undefined : groupsOf(group, 0, 0, ordered);

/** Each once: a document goes by its reserved name as well, and its own says both. */
function fieldsUsed(operations: readonly Operation[], use: FieldReference['use']): readonly string[] {
  const fields = new Set(
    operations.flatMap(({ references }) =>
      references.filter((reference) => reference.use === use).map(({ field }) => field),
    ),
  );
  for (const field of [...fields]) fields.delete(otherName(field) ?? '');
  return [...fields];
}

/** How points lie in the answer to these operations; undefined where that is not known for certain. */
function shapeOf(operations: readonly Operation[]): ResultShape | undefined {
  const name = oneName(operations);
  if (name === undefined || !Object.hasOwn(shapes, name)) return undefined;
  const [group, ...more] = fieldsUsed(operations, 'group');
  return more.length > 0 ? undefined : shapes[name]?.({ group, ordered: fieldsUsed(operations, 'order') });
}

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
  const shape = shapeOf(operations);
  if (shape === undefined || status > 299) return undefined;
  try {
    const shaper = new PointsShaper(readJson(body, { skipNumbers: true }), ledger, true);
    shape(shaper, shaper.result, [new MaskPlan(masks, maskKeys)]);
    return shaper.body();
  } catch (error) {
    if (error instanceof GateError) return undefined;
    throw error;
  }
}

import type { JsonDocument, JsonNode } from '../../json/json-node.ts';
import { Splices } from '../../json/splices.ts';
import type { MaskLedger } from '../../masks/mask-ledger.ts';
import type { MaskPlan } from '../../masks/mask-plan.ts';
import { maskValue } from '../../masks/mask-value.ts';
import { maskMembers } from '../mask-members.ts';
import { unreadableAnswer } from './deliver-answer.ts';
import { otherName } from './document-field.ts';

/** Members of an answer of Qdrant's around its result. */
const envelope: ReadonlySet<string> = new Set(['result', 'status', 'time', 'usage']);
/** Members of a point that are delivered; others are not known, and removed where a mask binds. */
const known: ReadonlySet<string> = new Set([
  'id',
  'version',
  'score',
  'payload',
  'vector',
  'shard_key',
  'order_value',
]);

/** The items of a list. Throws `Refusal` for anything else, a list of numbers included: no point is one. */
export const itemsOf = (node: JsonNode | undefined): readonly JsonNode[] => {
  if (node?.kind === 'array') return node.items;
  throw unreadableAnswer();
};

/** A member of an object that must be one. */
export const memberOf = (node: JsonNode | undefined, key: string): JsonNode | undefined => {
  if (node?.kind !== 'object') throw unreadableAnswer();
  return node.members.get(key)?.value;
};

/** Masks the points of one answer, and counts them. */
export class PointsShaper {
  readonly json: Buffer;
  readonly splices: Splices;
  readonly ledger: MaskLedger;
  readonly result: JsonNode | undefined;
  hits = 0;

  /** `binds`: whether any mask binds the answer; then what is not known of its envelope is removed. */
  constructor({ bytes, root }: JsonDocument, ledger: MaskLedger, binds: boolean) {
    this.json = bytes;
    this.splices = new Splices(bytes);
    this.ledger = ledger;
    if (binds && root.kind !== 'object') throw unreadableAnswer();
    this.result = root.kind === 'object' ? root.members.get('result')?.value : undefined;
    if (binds && root.kind === 'object') this.splices.removeMembers(root, (key) => !envelope.has(key));
  }

  /** A list of points. `ordered`: the fields whose values may stand in `order_value`. */
  points(list: JsonNode | undefined, plan: MaskPlan, ordered: readonly string[] = []): void {
    for (const point of itemsOf(list)) this.point(point, plan, ordered);
  }

  /** One point, or none. */
  point(point: JsonNode | undefined, plan: MaskPlan, ordered: readonly string[] = []): void {
    if (point === undefined || point.kind === 'null') return;
    if (point.kind !== 'object') throw unreadableAnswer();
    this.hits++;
    if (!plan.binds) return;
    this.splices.removeMembers(point, (key) => !known.has(key));
    for (const { key, value } of point.members.list) {
      switch (key) {
        case 'id':
          this.value('$id', value, plan);
          break;
        case 'order_value':
          this.#ordered(ordered, value, plan);
          break;
        case 'score':
          this.#score(value, plan);
          break;
        case 'payload':
          if (value.kind === 'object')
            maskMembers(value, {
              json: this.json,
              plan,
              splices: this.splices,
              ledger: this.ledger,
              special: (_key, _value, field) => plan.of(field, otherName(field)),
            });
          else if (value.kind !== 'null') throw unreadableAnswer();
          break;
        case 'vector':
          this.#vector(value, plan);
      }
    }
  }

  /** A value of a field, wherever it stands. */
  value(field: string, node: JsonNode | undefined, plan: MaskPlan): void {
    const mask = plan.of(field, otherName(field));
    if (mask === undefined || node === undefined) return;
    maskValue(this.json, node, { field, mask, plan, splices: this.splices, ledger: this.ledger });
  }

  #ordered(fields: readonly string[], node: JsonNode, plan: MaskPlan): void {
    const [field = '$id', ...more] = fields;
    if (more.length === 0) {
      this.value(field, node, plan);
      return;
    }
    // Of which of them it is does not show in it, and what one's mask leaves of a value may be what another's hides.
    const masked = fields.filter((one) => plan.of(one, otherName(one)) !== undefined);
    if (masked.length === 0 || node.kind === 'null') return;
    this.splices.replaceNode(node, 'null');
    for (const one of masked) this.ledger.add(one, 'nullify', 1);
  }

  #score(node: JsonNode, plan: MaskPlan): void {
    if (plan.of('$score')?.whole === undefined || node.kind === 'null') return;
    // Clients demand a number here; 0 stands for every score alike.
    this.splices.replaceNode(node, '0');
    this.ledger.add('$score', 'nullify', 1);
  }

  #vector(node: JsonNode, plan: MaskPlan): void {
    if (node.kind === 'null') return;
    const whole = plan.of('$vector')?.whole;
    if (whole !== undefined) {
      this.splices.replaceNode(node, 'null');
      this.ledger.add('$vector', whole.method === 'drop' ? 'drop' : 'nullify', 1);
      return;
    }
    if (node.kind !== 'object') return;
    const dropped = new Set<string>();
    for (const { key } of node.members.list) {
      if (plan.of(`$vector.${key}`)?.whole === undefined) continue;
      dropped.add(key);
      this.ledger.add(`$vector.${key}`, 'drop', 1);
    }
    if (dropped.size > 0) this.splices.removeMembers(node, (key) => dropped.has(key));
  }

  /** The answer as it is to be delivered. */
  body(): Buffer {
    return this.splices.apply();
  }
}

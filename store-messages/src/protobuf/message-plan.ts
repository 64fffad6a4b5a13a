import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';

/** The type of one value of a field. */
export type FieldType = ScalarType | 'enum' | 'message';
/** Wire types (https://protobuf.dev/programming-guides/encoding/#structure); groups are never read. */
export type WireType = 0 | 1 | 2 | 5;

/** A field as the wire check and the readers need it. */
export interface FieldPlan {
  readonly number: number;
  /** As the descriptor spells it, e.g. `collection_name`. */
  readonly name: string;
  readonly type: FieldType;
  /** Wire type of one value. */
  readonly wire: WireType;
  readonly repeated: boolean;
  /** A repeated field whose messages are entries of a map: `key` is 1 and `value` is 2. */
  readonly map: boolean;
  /** Whether several numbers may stand in one length-delimited value. */
  readonly packable: boolean;
  /** Whether it being absent differs from it being the default. */
  readonly presence: boolean;
  /**
   * Which of its message's places a singular field takes: one each, and one for all members of a oneof. -1 for repeated
   * fields.
   */
  readonly slot: number;
  readonly oneof: string | undefined;
  /** Names of an enum's numbers. */
  readonly values: ReadonlyMap<number, string> | undefined;
  /** Plan of a message's type; read on first use, for types hold themselves. */
  readonly message: () => MessagePlan;
}

/** A message's descriptor, made ready for reading. */
export interface MessagePlan {
  readonly name: string;
  readonly fields: readonly FieldPlan[];
  /** By number; holes for those that are not there. */
  readonly byNumber: readonly (FieldPlan | undefined)[];
  readonly byName: ReadonlyMap<string, FieldPlan>;
}

/** Numbers beyond would make the list of fields by number long. */
const highest = 4096;
/** Places that the wire check marks in two words. */
const mostSlots = 62;

const wires: Partial<Record<ScalarType, WireType>> = {
  [ScalarType.DOUBLE]: 1,
  [ScalarType.FIXED64]: 1,
  [ScalarType.SFIXED64]: 1,
  [ScalarType.FLOAT]: 5,
  [ScalarType.FIXED32]: 5,
  [ScalarType.SFIXED32]: 5,
  [ScalarType.STRING]: 2,
  [ScalarType.BYTES]: 2,
};

const plans = new WeakMap<DescMessage, MessagePlan>();
const noMessage = (): never => {
  throw new TypeError('a field without messages');
};

interface Shape {
  readonly type: FieldType;
  readonly values?: ReadonlyMap<number, string>;
  readonly message?: () => MessagePlan;
}

function shapeOf(kind: 'scalar' | 'enum' | 'message', field: DescField): Shape {
  if (kind === 'scalar') return { type: field.scalar! };
  if (kind === 'message') {
    let plan: MessagePlan | undefined;
    const message = (): MessagePlan => {
      plan ??= planOf(field.message!);
      return plan;
    };
    return { type: 'message', message };
  }
  return { type: 'enum', values: new Map(field.enum!.values.map(({ number, name }) => [number, name])) };
}

/** An entry of a map, which has no descriptor of its own here. */
function entryPlan(field: DescField & { readonly fieldKind: 'map' }): MessagePlan {
  const part = (name: 'key' | 'value', number: number, shape: Shape): FieldPlan =>
    fieldPlan({ name, number, slot: number - 1, shape, presence: false });
  const value = part('value', 2, shapeOf(field.mapKind, field));
  return messagePlan(`an entry of ${field.parent.typeName}.${field.name}`, [
    part('key', 1, { type: field.mapKey }),
    value,
  ]);
}

function fieldPlan(given: {
  readonly name: string;
  readonly number: number;
  readonly slot: number;
  readonly shape: Shape;
  readonly presence: boolean;
  readonly oneof?: string | undefined;
  readonly repeated?: boolean;
  readonly map?: boolean;
}): FieldPlan {
  const { name, number, slot, shape, presence, oneof, repeated = false, map = false } = given;
  const { type } = shape;
  const wire = type === 'message' ? 2 : type === 'enum' ? 0 : (wires[type] ?? 0);
  return {
    number,
    name,
    type,
    wire,
    repeated,
    map,
    packable: repeated && wire !== 2,
    presence,
    slot,
    oneof,
    values: shape.values,
    message: shape.message ?? noMessage,
  };
}

function messagePlan(name: string, fields: readonly FieldPlan[]): MessagePlan {
  const byNumber: (FieldPlan | undefined)[] = [];
  for (const field of fields) {
    if (field.number > highest) throw new TypeError(`${name}: field number ${field.number} is not read here`);
    while (byNumber.length <= field.number) byNumber.push(undefined);
    byNumber[field.number] = field;
  }
  return { name, fields, byNumber, byName: new Map(fields.map((field) => [field.name, field])) };
}

/**
 * The plan of a message's descriptor, made once. Throws `TypeError` for descriptors that are not read here: those with
 * groups, very high field numbers, or very many singular fields.
 */
export function planOf(message: DescMessage): MessagePlan {
  const known = plans.get(message);
  if (known !== undefined) return known;
  const slots = new Map<string, number>();
  const slotOf = (place: string): number => {
    const slot = slots.get(place) ?? slots.size;
    slots.set(place, slot);
    return slot;
  };
  const plan = messagePlan(
    message.typeName,
    message.fields.map((field) => {
      const { name, number } = field;
      if ('delimitedEncoding' in field && field.delimitedEncoding)
        throw new TypeError(`${message.typeName}.${name}: groups are not read here`);
      if (field.fieldKind === 'map') {
        let entry: MessagePlan | undefined;
        const shape: Shape = {
          type: 'message',
          message: () => {
            entry ??= entryPlan(field);
            return entry;
          },
        };
        return fieldPlan({ name, number, slot: -1, shape, presence: false, repeated: true, map: true });
      }
      const repeated = field.fieldKind === 'list';
      const oneof = field.oneof?.name;
      return fieldPlan({
        name,
        number,
        slot: repeated ? -1 : slotOf(oneof === undefined ? `field ${number}` : `oneof ${oneof}`),
        shape: shapeOf(field.fieldKind === 'list' ? field.listKind : field.fieldKind, field),
        // proto3 without `optional`: the default and nothing look alike.
        presence: !repeated && field.presence !== 2,
        oneof,
        repeated,
      });
    }),
  );
  if (slots.size > mostSlots) throw new TypeError(`${message.typeName}: more fields than are read here`);
  plans.set(message, plan);
  return plan;
}

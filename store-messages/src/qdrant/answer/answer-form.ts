import { wireType } from '../../protobuf/wire-type.ts';

/** What a value is that holds no fields of its own. */
export type Leaf =
  | 'uint'
  | 'int'
  | 'bool'
  | 'float'
  | 'double'
  | 'text'
  /** `google.protobuf.Timestamp`, as REST writes it. */
  | 'instant'
  /** `qdrant.Value`: any JSON. */
  | 'json'
  /** `qdrant.VectorsOutput`: one vector, or several by name. */
  | 'vectors'
  /** `qdrant.OptimizerStatus`. */
  | 'optimizers';

/** Words of REST for the numbers of an enumeration, in order; null where REST says null. */
export interface EnumForm {
  readonly words: readonly (string | null)[];
}

export interface FieldForm {
  readonly number: number;
  /** The member of REST's JSON. */
  readonly name: string;
  readonly of: Leaf | EnumForm | MessageForm;
  /** A list, or a map from text. */
  readonly many?: 'list' | 'map';
  /** JSON that stands where the wire has nothing; otherwise the member is not there. */
  readonly absent?: string;
  /** What a mask or a judge may do with it, besides what may be done with anything in it. */
  readonly may?:
    | 'be-null'
    /** Be 0 instead of a score: 0 is what is not on the wire. */
    | 'be-zero'
    /** Have fewer items. */
    | 'be-shortened';
}

/** A field of a message, with what follows from its form. */
export interface PlacedField extends FieldForm {
  /** How a value of it lies. */
  readonly type: number;
  /** The beginning of its member. */
  readonly key: string;
  /** One bit, another than that of the message's other fields. */
  readonly bit: number;
}

/** A message, and how REST says it. */
export interface MessageForm {
  readonly fields: readonly PlacedField[];
  readonly byNumber: readonly (PlacedField | undefined)[];
  /** True where REST says the one field that is there, without a name: a choice. */
  readonly bare?: boolean;
  /** Of a choice: the field that a text may stand in instead of any other. */
  readonly text?: number;
  /** True where REST's mask removes members that it does not know: a point. */
  readonly point?: boolean;
  /** JSON members that go without saying on the wire. */
  readonly constant?: string;
}

/** Where data lie in the response message of a method, and what REST answers in its stead. */
export interface AnswerForm {
  /** All fields of the message; `time` and `usage` lie beside REST's `result`, others in it. */
  readonly message: MessageForm;
  /** `members`: an object of the fields; `field`: the one field itself; `true`: nothing but that. */
  readonly result: 'members' | 'field' | 'true' | 'no-envelope';
}

/** A message whose fields REST says by their names. */
export function object(
  fields: readonly FieldForm[],
  more: Omit<MessageForm, 'fields' | 'byNumber'> = {},
): MessageForm {
  if (fields.length > 31) throw new TypeError('a message has at most 31 fields');
  const placed = fields.map((field, i) => ({
    ...field,
    type: typeOf(field),
    key: `"${field.name}":`,
    bit: 1 << i,
  }));
  const byNumber: (PlacedField | undefined)[] = [];
  for (const field of placed) {
    while (byNumber.length < field.number) byNumber.push(undefined);
    byNumber[field.number] = field;
  }
  return { ...more, fields: placed, byNumber };
}

function typeOf({ of, many }: FieldForm): number {
  if (many === 'map') return wireType.counted;
  switch (of) {
    case 'uint':
    case 'int':
    case 'bool':
      return wireType.varint;
    case 'double':
      return wireType.eight;
    case 'float':
      return wireType.four;
    default:
      return typeof of === 'object' && 'words' in of ? wireType.varint : wireType.counted;
  }
}

/** A message of one field out of some, whose value REST says without a name. `text`: see `MessageForm`. */
export const choice = (fields: readonly FieldForm[], text?: number): MessageForm =>
  object(fields, { bare: true, ...(text !== undefined && { text }) });

export const field = (
  number: number,
  name: string,
  of: FieldForm['of'],
  more: Omit<FieldForm, 'number' | 'name' | 'of'> = {},
): FieldForm => ({ number, name, of, ...more });

export const list = (number: number, name: string, of: FieldForm['of']): FieldForm =>
  field(number, name, of, { many: 'list', absent: '[]' });

export const map = (number: number, name: string, of: FieldForm['of']): FieldForm =>
  field(number, name, of, { many: 'map' });

export const words = (...texts: string[]): EnumForm => ({ words: texts });

import { varintBytes, wireType } from '@vectorgate/store-messages/protobuf';
import type { AnswerForm, FieldForm, MessageForm, PlacedField } from '@vectorgate/store-messages/qdrant';
import type { JsonTree } from '../body/json-tree.ts';
import { writeAnyJson, writeEntries } from './write-any-json.ts';
import { realOf, writeSigned, writeUnsigned } from './write-number.ts';
import { counted, doubleBytes, floatBytes, record } from './write-record.ts';
import { writeInstant, writeOptimizers, writeWord } from './write-special.ts';
import { writeVectors } from './write-vectors.ts';

const nothing = Buffer.alloc(0);
const isNull = (tree: JsonTree): boolean => tree.kind === 'word' && tree.source === 'null';
const besideResult = ({ name }: FieldForm): boolean => name === 'time' || name === 'usage';

/**
 * The message that says what REST's answer says, as the record holds it. Undefined where it says something that the form
 * has no place for: nothing is left out.
 */
export function writeAnswer({ message, result }: AnswerForm, answer: JsonTree): Buffer | undefined {
  if (result === 'no-envelope') return writeMessage(message, answer);
  if (answer.kind !== 'object') return undefined;
  const beside = new Map(answer.members);
  const said = beside.get('result');
  const status = beside.get('status');
  beside.delete('result');
  beside.delete('status');
  if (said === undefined || status?.kind !== 'text' || status.value !== 'ok') return undefined;
  const rest = writeMembers(message.fields.filter(besideResult), beside);
  const inResult = message.fields.filter((field) => !besideResult(field));
  const [only] = inResult;
  const told =
    result === 'members'
      ? said.kind === 'object'
        ? writeMembers(inResult, said.members)
        : undefined
      : result === 'field'
        ? only && writeField(only, said)
        : said.kind === 'word' && said.source === 'true'
          ? nothing
          : undefined;
  return told && rest && Buffer.concat([told, rest]);
}

/** The content of a message; undefined for a value that is none of its form. */
function writeMessage(form: MessageForm, tree: JsonTree): Buffer | undefined {
  if (form.bare) return writeChoice(form, tree);
  if (tree.kind !== 'object') return undefined;
  const members = new Map(tree.members);
  if (form.constant !== undefined) {
    const [, key, value] = /^"(\w+)":"(\w+)"$/.exec(form.constant) ?? [];
    const said = members.get(key!);
    if (said?.kind !== 'text' || said.value !== value) return undefined;
    members.delete(key!);
  }
  return writeMembers(form.fields, members);
}

function writeMembers(
  fields: readonly PlacedField[],
  members: ReadonlyMap<string, JsonTree>,
): Buffer | undefined {
  const records: Buffer[] = [];
  let left = members.size;
  for (const field of fields) {
    const tree = members.get(field.name);
    if (tree === undefined) continue;
    left--;
    const written = writeField(field, tree);
    if (written === undefined) return undefined;
    records.push(written);
  }
  return left === 0 ? Buffer.concat(records) : undefined;
}

/** The first of several whose form the value has. */
function writeChoice({ fields, text }: MessageForm, tree: JsonTree): Buffer | undefined {
  for (const field of fields) {
    const written = writeField(field, tree);
    if (written !== undefined) return written;
  }
  if (!isNull(tree)) return undefined;
  // An id that is hidden is an empty text, as clients demand one.
  return text === undefined ? nothing : counted(text, nothing);
}

/** A field with its tag; empty where the value says that it is not there. */
function writeField(field: PlacedField, tree: JsonTree): Buffer | undefined {
  const { number, many, of, type } = field;
  if (many === 'map') return writeMap(field, tree);
  if (many === 'list') return writeList(field, tree);
  const written = isNull(tree) && isLeftOut(field) ? undefined : writeValue(of, tree);
  if (written !== undefined) return record(number, type, written);
  return isNull(tree) && (field.may === 'be-null' || field.absent === 'null') ? nothing : undefined;
}

/** Whether null says that a field is not there, and not that an id in it is hidden. */
const isLeftOut = ({ may, of }: FieldForm): boolean => may === 'be-null' || typeof of !== 'object';

function writeList({ number, of, type }: PlacedField, tree: JsonTree): Buffer | undefined {
  if (tree.kind !== 'list') return undefined;
  const values: Buffer[] = [];
  for (const item of tree.items) {
    const value = writeValue(of, item);
    if (value === undefined) return undefined;
    values.push(type === wireType.counted ? counted(number, value) : value);
  }
  const all = Buffer.concat(values);
  return type === wireType.counted || all.length === 0 ? all : counted(number, all);
}

function writeMap({ number, of }: PlacedField, tree: JsonTree): Buffer | undefined {
  if (tree.kind !== 'object') return undefined;
  if (of === 'json') return writeEntries(number, tree.members);
  const entries: Buffer[] = [];
  for (const [key, member] of tree.members) {
    const value = writeValue(of, member);
    if (value === undefined) return undefined;
    entries.push(counted(number, Buffer.concat([counted(1, Buffer.from(key)), counted(2, value)])));
  }
  return Buffer.concat(entries);
}

/** The bytes of one value, without tag and length. */
function writeValue(of: FieldForm['of'], tree: JsonTree): Buffer | undefined {
  switch (of) {
    case 'uint':
      return writeUnsigned(tree);
    case 'int':
      return writeSigned(tree);
    case 'bool':
      return tree.kind === 'word' && !isNull(tree) ? varintBytes(tree.source === 'true' ? 1 : 0) : undefined;
    case 'float':
    case 'double': {
      const value = realOf(tree);
      if (value === undefined) return undefined;
      return of === 'float' ? floatBytes(value) : doubleBytes(value);
    }
    case 'text':
      return tree.kind === 'text' ? Buffer.from(tree.value) : undefined;
    case 'json':
      return writeAnyJson(tree);
    case 'vectors':
      return writeVectors(tree);
    case 'instant':
      return writeInstant(tree);
    case 'optimizers':
      return writeOptimizers(tree);
    default:
      return 'words' in of ? writeWord(of.words, tree) : writeMessage(of, tree);
  }
}

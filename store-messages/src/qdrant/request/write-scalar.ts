import { ScalarType } from '@bufbuild/protobuf';
import type { FieldPlan } from '../../protobuf/message-plan.ts';
import type { WireMessage, WireRecord } from '../../protobuf/wire-message.ts';
import { enumWord } from './enum-word.ts';
import { doubleText, type TwinText } from './twin-text.ts';
import { malformed } from './unreadable.ts';

/** Writes a number, a text, a word, true or false. `at`: where it begins, for one of several in a record. */
export function writeScalar(
  message: WireMessage,
  record: WireRecord,
  out: TwinText,
  at = record.value,
): void {
  const { field } = record;
  switch (field.type) {
    case ScalarType.STRING:
      out.string(message.bytes, record.value, record.end);
      return;
    case 'enum':
      out.raw(`"${enumWord(field, message.enumOf(record, at))}"`);
      return;
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      out.raw(doubleText(Number(message.scalarOf(record, at)), field.name));
      return;
    default:
      out.raw(String(message.scalarOf(record, at)));
  }
}

/** Writes what an absent field means whose absence is its default. */
export function writeDefault(field: FieldPlan, out: TwinText): void {
  switch (field.type) {
    case ScalarType.STRING:
      out.raw('""');
      return;
    case 'enum':
      out.raw(`"${enumWord(field, field.values!.get(0)!)}"`);
      return;
    case ScalarType.BOOL:
      out.raw('false');
      return;
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      out.raw('0.0');
      return;
    case 'message':
    case ScalarType.BYTES:
      throw malformed(field.name, 'given');
    default:
      out.raw('0');
  }
}

import type { WireMessage } from '../../../../protobuf/wire-message.ts';
import { malformed } from '../../../unreadable.ts';
import type { FormMaker } from '../form.ts';
import type { TwinText } from '../twin-text.ts';
import { writeScalar } from '../write-scalar.ts';

function writeStruct(struct: WireMessage, out: TwinText): void {
  let lead = '{';
  for (const entry of struct.messages('fields')) {
    out.raw(lead);
    out.string(entry.text('key'));
    out.raw(':');
    const value = entry.message('value');
    if (value === undefined) throw malformed('a value', 'given');
    writeValue(value, out);
    lead = ',';
  }
  out.raw(lead === '{' ? '{}' : '}');
}

function writeList(list: WireMessage, out: TwinText): void {
  out.raw('[');
  for (const [i, value] of list.messages('values').entries()) {
    if (i > 0) out.raw(',');
    writeValue(value, out);
  }
  out.raw(']');
}

function writeValue(message: WireMessage, out: TwinText): void {
  const [record] = message.records;
  // Which of all values nothing stands for is the store's secret.
  if (record === undefined) throw malformed('a value', 'given');
  switch (record.field.name) {
    case 'null_value':
      out.raw('null');
      return;
    case 'struct_value':
      writeStruct(message.messageOf(record), out);
      return;
    case 'list_value':
      writeList(message.messageOf(record), out);
      return;
    default:
      writeScalar(message, record, out);
  }
}

/** Any value of a payload: whole numbers stay whole, and those with a point keep it. */
export const valueForm: FormMaker = () => ({ write: writeValue });

import { ScalarType } from '@bufbuild/protobuf';
import type { FieldPlan } from '../../protobuf/message-plan.ts';
import type { WireMessage, WireRecord } from '../../protobuf/wire-message.ts';
import type { FormOf } from './form.ts';
import type { TwinText } from './twin-text.ts';
import { floatsOf } from './wire-vector.ts';
import { writeDefault, writeScalar } from './write-scalar.ts';
import { writeEntry } from './write-value.ts';

function writeOne(message: WireMessage, record: WireRecord, out: TwinText, formOf: FormOf): void {
  if (record.field.type === 'message') formOf(record.field.message()).write(message.passing(record), out);
  else writeScalar(message, record, out);
}

/** Whether a map's values are those of payloads. */
const holdsValues = ({ field }: WireRecord): boolean => {
  const value = field.message().byNumber[2];
  return value?.type === 'message' && value.message().name === 'qdrant.Value';
};

/** A map as an object. Keys are texts in every map of Qdrant's. */
function writeMap(message: WireMessage, records: readonly WireRecord[], out: TwinText, formOf: FormOf): void {
  let separator = '{';
  for (const record of records) {
    out.raw(separator);
    separator = ',';
    if (holdsValues(record)) {
      writeEntry(message.bytes, record.value, record.end, out);
      continue;
    }
    const entry = message.passing(record);
    const key = entry.record('key');
    if (key === undefined) out.raw('""');
    else writeScalar(entry, key, out);
    out.raw(':');
    const value = entry.record('value');
    if (value === undefined) writeDefault(entry.plan.byName.get('value')!, out);
    else writeOne(entry, value, out, formOf);
  }
  out.raw(records.length === 0 ? '{}' : '}');
}

function writeNumbers(message: WireMessage, records: readonly WireRecord[], out: TwinText): void {
  let separator = '';
  for (const record of records)
    for (const at of message.placesOf(record)) {
      out.raw(separator);
      writeScalar(message, record, out, at);
      separator = ',';
    }
}

/** Writes a field's value: for a list or a map also where it is empty; a singular field must be there. */
export function writeField(message: WireMessage, field: FieldPlan, out: TwinText, formOf: FormOf): void {
  const { name } = field;
  if (!field.repeated) {
    const record = message.record(name);
    if (record === undefined) writeDefault(field, out);
    else writeOne(message, record, out, formOf);
    return;
  }
  // A list of floats is a vector wherever it stands.
  if (field.type === ScalarType.FLOAT) {
    out.vector(floatsOf(message, name));
    return;
  }
  const records = message.recordsOf(name);
  if (field.map) {
    writeMap(message, records, out, formOf);
    return;
  }
  out.raw('[');
  if (field.packable) writeNumbers(message, records, out);
  else
    for (const [i, record] of records.entries()) {
      if (i > 0) out.raw(',');
      writeOne(message, record, out, formOf);
    }
  out.raw(']');
}

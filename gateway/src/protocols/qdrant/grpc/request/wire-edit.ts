import { Buffer } from 'node:buffer';
import { countedRecord, type FieldPlan, type WireMessage } from '@vectorgate/store-messages/protobuf';

/** Edits of one message: fields set anew at any depth. What no edit touches goes on to the byte. */
export class WireEdit {
  readonly #set = new Map<WireMessage, Map<FieldPlan, Uint8Array>>();

  /** Sets a singular field, or all of a oneof's members, to a record with its tag. An empty one removes it. */
  set(message: WireMessage, field: FieldPlan, record: Uint8Array): void {
    const fields = this.#set.get(message) ?? new Map<FieldPlan, Uint8Array>();
    if (fields.has(field)) throw new TypeError(`${field.name} is edited twice`);
    this.#set.set(message, fields.set(field, record));
  }

  /** The message with its edits; the same bytes where there are none in it. */
  apply(message: WireMessage): Uint8Array {
    return this.#edited(message) ?? message.bytes.subarray(message.start, message.end);
  }

  #edited(message: WireMessage): Buffer | undefined {
    const fields = this.#set.get(message);
    const parts: Uint8Array[] = [];
    let changed = fields !== undefined;
    let from = message.start;
    for (const record of message.records) {
      const { field, start, end } = record;
      const inner = record.message && this.#edited(record.message);
      if (fields !== undefined && this.#replaces(fields, field))
        parts.push(message.bytes.subarray(from, start));
      else if (inner !== undefined) {
        parts.push(message.bytes.subarray(from, start), countedRecord(field, inner));
        changed = true;
      } else continue;
      from = end;
    }
    if (!changed) return undefined;
    parts.push(message.bytes.subarray(from, message.end), ...(fields?.values() ?? []));
    return Buffer.concat(parts);
  }

  /** Whether a field goes: it is set anew, or another member of its oneof is. */
  #replaces(fields: ReadonlyMap<FieldPlan, Uint8Array>, { slot }: FieldPlan): boolean {
    if (slot < 0) return false;
    for (const field of fields.keys()) if (field.slot === slot) return true;
    return false;
  }
}

import { ScalarType } from '@bufbuild/protobuf';
import type { WireMessage } from '../../protobuf/wire-message.ts';
import { enumWord } from './enum-word.ts';
import type { Form } from './form.ts';
import { unreadable } from './unreadable.ts';

/** Names and values, in the order in which they stand in the message. */
export type AddressFields = readonly (readonly [name: string, value: string])[];

function consistency(message: WireMessage): string {
  const [record] = message.records;
  if (record === undefined) throw unreadable('malformed-field', 'its read_consistency says nothing.');
  return record.field.name === 'type'
    ? enumWord(record.field, message.enumOf(record))
    : String(message.scalarOf(record));
}

function ordering(message: WireMessage): string {
  const record = message.record('type');
  return record === undefined ? 'weak' : enumWord(record.field, message.enumOf(record));
}

/** The query parameters that stand in a message's own fields, as REST writes them. Throws `MessageError`. */
export function queryOf(message: WireMessage): [string, string][] {
  const query: [string, string][] = [];
  for (const record of message.records) {
    switch (record.field.name) {
      case 'wait':
      case 'timeout':
        query.push([record.field.name, String(message.scalarOf(record))]);
        break;
      case 'ordering':
        query.push(['ordering', ordering(message.messageOf(record))]);
        break;
      case 'read_consistency':
        query.push(['consistency', consistency(message.messageOf(record))]);
    }
  }
  return query;
}

/**
 * What a request says that REST says in an address, path and query alike: the collection and other names, then how it is to
 * be carried out. Throws `MessageError`.
 */
export function addressOf({ address }: Form, message: WireMessage): AddressFields {
  const names = message.records.filter(
    ({ field }) => field.type === ScalarType.STRING && address?.has(field),
  );
  return [
    ...names.map((record) => [record.field.name, message.textOf(record)] as const),
    ...queryOf(message),
  ];
}

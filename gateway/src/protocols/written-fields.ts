import type { Scalar } from '@vectorgate/policy-schema';
import type { JsonNode, JsonObject } from '../json/json-node.ts';
import { numberValues } from '../json/number-value.ts';
import { scalarOf } from '../json/scalar-of.ts';
import type { StrictReading } from './strict-reading.ts';

/** Names of fields in one request: an object of hundreds of thousands of them takes seconds to fill and to print. */
const mostFields = 10_000;

/** Scalar fields of one record, by path, as a request writes them. */
export type WrittenItem = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/** Collects the fields of the records that one request writes, as policy sees them. */
export class WrittenFields {
  readonly #reading: StrictReading;
  readonly #bytes: Buffer;
  readonly #fields = new Set<string>();

  constructor(reading: StrictReading, bytes: Buffer) {
    this.#reading = reading;
    this.#bytes = bytes;
  }

  /** Paths of all fields so far. */
  get fields(): readonly string[] {
    return [...this.#fields];
  }

  add(field: string): void {
    this.#fields.add(field);
    if (this.#fields.size > mostFields) {
      throw this.#reading.unreadable(
        'too-many-fields',
        `its records name more than ${mostFields.toLocaleString('en')} different fields.`,
        'Store what is no field of its own as a value.',
      );
    }
  }

  /** The fields of one record; `prefix` where they are put below a field. */
  read(node: JsonNode | undefined, prefix = ''): WrittenItem {
    const item: Record<string, Scalar | readonly Scalar[]> = Object.create(null);
    if (node === undefined || node.kind === 'null') return item;
    if (node.kind !== 'object')
      throw this.#reading.unreadable('malformed-field', 'the fields of a record are not an object.');
    this.#object(node, prefix, item);
    return item;
  }

  #object(object: JsonObject, prefix: string, item: Record<string, Scalar | readonly Scalar[]>): void {
    for (const { key, value } of object.members.list) {
      if (key === '' || key.startsWith('$')) {
        throw this.#reading.unreadable(
          'reserved-key',
          'a record sets a field whose name is empty or begins with $, which policy could not tell from its own words.',
          'Use another name.',
        );
      }
      const field = prefix + key;
      this.add(field);
      if (value.kind === 'numbers') item[field] = numberValues(this.#bytes, value);
      else if (value.kind === 'array') this.#list(value.items, field, item);
      else if (value.kind === 'object') this.#object(value, `${field}.`, item);
      else {
        const written = scalarOf(this.#bytes, value);
        if (written !== undefined) item[field] = written;
      }
    }
  }

  #list(items: readonly JsonNode[], field: string, item: Record<string, Scalar | readonly Scalar[]>): void {
    item[field] = items.flatMap((one) => scalarOf(this.#bytes, one) ?? []);
    // Objects in a list have fields below the same path; what they hold has names only.
    for (const one of items) if (one.kind === 'object') this.#object(one, `${field}.`, Object.create(null));
  }
}

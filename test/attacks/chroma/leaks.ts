import { customerCases, globexEuropeCases } from '@vectorgate/demo';
import type { Gives } from './personas.ts';
import type { Snapshot, StoredRecord } from './snapshot.ts';

const digits = (text: string): string => text.replace(/\D/g, '');
const vectorKey = (vector: readonly unknown[]): string =>
  vector
    .slice(0, 6)
    .map((n) => Number(n).toFixed(4))
    .join();

/** What must not be found in an answer, looked up by value: it was all read from the store itself. */
export class Leaks {
  readonly #ids = new Map<string, StoredRecord>();
  readonly #texts = new Map<string, StoredRecord>();
  readonly #vectors = new Map<string, StoredRecord>();
  /** E-mail addresses as they stand; telephone, card and account numbers by their digits and letters. */
  readonly #contacts = new Map<string, { readonly what: string; readonly record: StoredRecord }>();
  readonly #hiddenNames: readonly string[];
  readonly #counts: ReadonlyMap<number, string>;

  constructor(snapshot: Snapshot, hiddenNames: readonly string[], counts: ReadonlyMap<number, string>) {
    this.#hiddenNames = hiddenNames;
    this.#counts = counts;
    const customers = new Map([...customerCases(), ...globexEuropeCases()].map((c) => [c.id, c.customer]));
    for (const record of snapshot.records) {
      this.#ids.set(record.id, record);
      if (record.document !== null) this.#texts.set(record.document, record);
      this.#vectors.set(vectorKey(record.embedding), record);
      const customer = customers.get(record.id);
      if (customer === undefined) continue;
      this.#contacts.set(customer.email, { what: 'an e-mail address', record });
      this.#contacts.set(digits(customer.phone), { what: 'a telephone number', record });
      this.#contacts.set(digits(customer.card), { what: 'a card number', record });
      this.#contacts.set(customer.iban.replaceAll(' ', ''), { what: 'an account number', record });
    }
  }

  /** What of an answer, as plain data, is more than this person is given. */
  in(answer: unknown, { reads, masked, page, topK }: Gives, byIds: boolean): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (value: unknown, key: string): void => {
      if (typeof value === 'string') this.#text(value, { reads, masked }, found);
      else if (typeof value === 'number' && key === '') {
        const count = this.#counts.get(value);
        if (count !== undefined && !(count === 'all cases' && !masked)) found.add(`a count of ${count}`);
      } else if (Array.isArray(value)) {
        if (value.length >= 8 && value.every((n) => typeof n === 'number')) {
          const record = this.#vectors.get(vectorKey(value));
          const hidden = record && (!reads(record) || (masked && record.collection === 'customer-cases'));
          if (hidden) found.add('a vector');
          return;
        }
        const nested = Array.isArray(value[0]);
        if (key === 'ids' && !byIds && !nested && value.length > page) found.add('more than a page');
        if (key === 'ids' && nested && value.some((hits) => hits.length > topK)) found.add('more hits');
        for (const inner of value) visit(inner, key === 'ids' ? 'id' : key);
      } else if (typeof value === 'object' && value !== null) {
        for (const [name, inner] of Object.entries(value)) visit(inner, name);
      }
    };
    visit(answer, '');
    return found;
  }

  #text(text: string, { reads, masked }: Pick<Gives, 'reads' | 'masked'>, found: Set<string>): void {
    const byId = this.#ids.get(text);
    if (byId !== undefined && !reads(byId)) found.add(`a record of ${byId.place}/${byId.collection}`);
    const byText = this.#texts.get(text);
    const whole = masked && byText?.collection === 'customer-cases';
    if (byText !== undefined && (!reads(byText) || whole)) found.add('a whole text');
    for (const candidate of [
      ...(text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []),
      ...(text.match(/\+?\d[\d ()./-]{6,}\d/g) ?? []).map(digits),
      ...(text.match(/[A-Z]{2}\d{2}(?: ?[A-Z0-9]){10,30}/g) ?? []).map((iban) => iban.replaceAll(' ', '')),
    ]) {
      const contact = this.#contacts.get(candidate);
      if (contact !== undefined && (masked || !reads(contact.record))) found.add(contact.what);
    }
    for (const name of this.#hiddenNames)
      if (text.includes(name)) found.add('the name of a collection that nobody may see');
  }
}

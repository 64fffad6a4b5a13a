import { type Customer, customer } from './customer.ts';
import { products } from './products.ts';
import type { Random } from './random.ts';

export type Tenant = 'acme' | 'globex';

/** A support case: what is stored of it, and whose it is. */
export interface CustomerCase {
  readonly id: string;
  readonly document: string;
  readonly metadata: {
    readonly email: string;
    readonly name: string;
    readonly phone: string;
    readonly tenant: Tenant;
    readonly product: string;
  };
  /** What the text gives away; kept for tests, not stored. */
  readonly customer: Customer;
}

const openings: readonly ((c: Customer, product: string, trouble: string) => string)[] = [
  (c, product, trouble) => `${c.name} wrote about a ${product}: ${trouble}.`,
  (c, product, trouble) => `Customer ${c.name} called. The ${product} was bought in spring, and ${trouble}.`,
  (c, product, trouble) => `Hello, my ${product} makes trouble: ${trouble}. Regards, ${c.name}.`,
  (c, product, trouble) =>
    `Chat with ${c.name}, who reports that ${trouble} (${product}, second time this year).`,
];

const wishes = [
  'A refund is asked for.',
  'The customer wants a replacement, not a repair.',
  'A spare part would be enough.',
  'They are in no hurry but want to know what to do.',
  'They will cancel their service plan if this goes on.',
  'A technician was promised for Thursday and did not come.',
];

const contacts: readonly ((c: Customer) => string)[] = [
  (c) => `Call back on ${c.phone} after five.`,
  (c) => `Reachable under ${c.phone} or ${c.email}.`,
  (c) => `Please answer to ${c.email}.`,
  (c) => `Paid by card ${c.card}, refund to the same card.`,
  (c) => `Refund to account ${c.iban}, account holder ${c.name}.`,
  (c) => `Card on file ${c.card}; phone ${c.phone}.`,
  (c) => `Bank transfer to ${c.iban} agreed, confirmation to ${c.email}.`,
];

/** One case. Every text holds at least one contact or payment detail. */
export function customerCase(random: Random, id: string, tenant: Tenant): CustomerCase {
  const person = customer(random);
  const product = random.pick(Object.keys(products));
  const trouble = random.pick(products[product] ?? []);
  const document = [
    random.pick(openings)(person, product.replace('-', ' '), trouble),
    random.pick(wishes),
    random.pick(contacts)(person),
  ].join(' ');
  const { email, name, phone } = person;
  return { id, document, metadata: { email, name, phone, tenant, product }, customer: person };
}

import { products } from './products.ts';

/** A page of a product's manual. Nothing in it is about a person. */
export interface ProductDoc {
  readonly id: string;
  readonly document: string;
  readonly metadata: { readonly product: string; readonly topic: string };
}

const pages: readonly { readonly topic: string; readonly text: (product: string) => string }[] = [
  {
    topic: 'warranty',
    text: (p) =>
      `Every ${p} has two years of warranty from the day of purchase. Repair comes first, then replacement, then a refund.`,
  },
  {
    topic: 'cleaning',
    text: (p) =>
      `Unplug the ${p} and let it cool down. Wipe it with a damp cloth; no part of it may lie in water over night.`,
  },
  {
    topic: 'first-use',
    text: (p) =>
      `Before you use the ${p} for the first time, take off all foils and run it once without anything in it.`,
  },
  {
    topic: 'noise',
    text: (p) =>
      `If the ${p} is louder than usual, switch it off, check for loose parts and do not open the housing of the motor.`,
  },
  {
    topic: 'spare-parts',
    text: (p) =>
      `Spare parts for the ${p} are kept in stock for ten years and can be ordered by the number on the type plate.`,
  },
  {
    topic: 'disposal',
    text: (p) =>
      `An old ${p} does not belong in household waste. Shops take it back free of charge when you buy a new one.`,
  },
];

/** The pages of `product-docs`: those of every product, and its known troubles. */
export const productDocs = (): readonly ProductDoc[] =>
  Object.entries(products).flatMap(([product, troubles]) => {
    const name = product.replace('-', ' ');
    return [
      ...pages.map(({ topic, text }) => ({
        id: `DOC-${product}-${topic}`,
        document: text(name),
        metadata: { product, topic },
      })),
      ...troubles.map((trouble, index) => ({
        id: `DOC-${product}-trouble-${index + 1}`,
        document: `Known trouble with the ${name}: ${trouble}. See the repair guide, section ${index + 3}.`,
        metadata: { product, topic: 'trouble' },
      })),
    ];
  });

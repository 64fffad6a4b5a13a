import { partialFits } from '../../decide/partial-fits.ts';
import type { MaskEntry } from '../../schema/mask-schema.ts';
import type { FieldType } from '../catalogue.ts';

type Way = Pick<MaskEntry, 'method' | 'keepFirst' | 'keepLast'>;

/** Made-up texts by what a field is called; no store was asked for them. */
const examples: readonly (readonly [RegExp, string])[] = [
  [/mail/i, 'maria.keller@example.org'],
  [/phone|mobile|fax/i, '+49 30 901820'],
  [/iban/i, 'DE89370400440532013000'],
  [/card/i, '4111111111111111'],
  [/name|author|owner/i, 'Maria Keller'],
  [/city|town|place/i, 'Springfield'],
  [/date|time|_at$/i, '2026-11-29'],
];

/** A made-up text as a field of that name might hold it. */
export const exampleOf = (path: string): string =>
  examples.find(([called]) => called.test(path))?.[1] ?? 'An example of a text';

/** A made-up value, and how a mask leaves it; undefined where that depends on the value. */
export function maskedExample(
  path: string,
  type: FieldType | undefined,
  way: Way,
): { readonly from: string; readonly to: string } | undefined {
  const isText = type === undefined || type === 'string';
  const from = isText
    ? exampleOf(path)
    : ({ number: '42', boolean: 'true', list: '[…]', map: '{…}' } as const)[type];
  if (way.method === 'drop') return { from, to: 'left out' };
  // What a list of texts becomes depends on what is in it.
  if (type === 'list') return undefined;
  if (!isText || way.method === 'nullify') return { from, to: 'null' };
  return { from, to: hidden(from, way) };
}

function hidden(text: string, { method, keepFirst = 0, keepLast = 0 }: Way): string {
  switch (method) {
    case 'hash':
      return '«hash:3f1a9c0b7de25846»';
    case 'tokenize':
      return '«token:5b8e01c4d7a2936f8c1e4b7a90d3f652»';
    case 'partial': {
      if (!partialFits(text.length, { keepFirst, keepLast })) return '«redacted»';
      const dots = '•'.repeat(text.length - keepFirst - keepLast);
      return text.slice(0, keepFirst) + dots + text.slice(text.length - keepLast);
    }
    default:
      return '«redacted»';
  }
}

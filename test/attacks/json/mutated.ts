import type { Random } from '../../../demo/src/data/random.ts';

/** Pieces that mean something to a reader of JSON, or to some reader. */
const pieces = [
  ...'{}[]:,"\\ \t\n0123456789-+.eE',
  ...['\\u0000', '\\ud83d', '\\u006c', 'null', 'true', '1e3', '-0', '0x1', 'NaN', '/**/', '\u0000', '\u00a0'],
  ...[
    '\ufeff',
    '\u2028',
    '"limit":',
    '"limit":900,',
    '"ids":null,',
    '"ids":[],',
    '"where":null,',
    '"n_results":',
  ],
  ...['"include":["embeddings"],', '{"limit":900}', "'", 'limit', '"offset":1,'],
];

/** A body changed in one to three places. */
export function mutated(body: string, random: Random): string {
  let text = body;
  const below = (end: number): number => random.between(0, end - 1);
  for (let left = 1 + below(3); left > 0; left--) {
    const at = below(text.length + 1);
    const piece = random.pick(pieces);
    const cut = random.next() < 0.5 ? 0 : 1 + below(4);
    text = text.slice(0, at) + (random.next() < 0.8 ? piece : '') + text.slice(at + cut);
  }
  return text;
}

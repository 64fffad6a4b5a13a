/** Numbers from 0 to 1 that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What people and broken editors put into YAML. */
const pieces = [
  ...'{}[],:-#&*!|>\'"%@`?\t\r\n \0\ufeff\u2028\ud83d',
  ': ',
  '- ',
  '\r\n',
  '---\n',
  '...\n',
  '<<: *x',
  '&x ',
  '*x',
  '!!binary ',
  '!<x> ',
  '"\\u00',
  '? ',
  '| \n',
  '>-\n',
  '%YAML 1.1\n',
  '[[[[[[[[',
  '{a: {a: {a: ',
  'effect: ',
  'id',
  'when: "a == \\"',
  'expires: 2026-02-31T00:00:00Z',
  'fields: all',
  '1e999',
  '9007199254740993',
  'null',
  '~',
  '__proto__: ',
  'constructor',
];

/** A text with one part or up to `most` of it doubled, cut, moved, or overwritten. */
export function mutateText(text: string, random: () => number, most = 6): string {
  let result = text;
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let count = 1 + below(most); count > 0; count--) {
    const at = below(result.length + 1);
    const length = below(random() < 0.2 ? 400 : 12);
    switch (below(6)) {
      case 0:
        result = result.slice(0, at) + result.slice(at + length);
        break;
      case 1:
        result = result.slice(0, at) + result.slice(at, at + length) + result.slice(at);
        break;
      case 2:
        result = result.slice(0, at);
        break;
      case 3: {
        const from = below(result.length + 1);
        result = result.slice(0, at) + result.slice(from, from + length) + result.slice(at);
        break;
      }
      default:
        result =
          result.slice(0, at) + pieces[below(pieces.length)]! + result.slice(at + (random() < 0.5 ? 0 : 1));
    }
  }
  return result;
}

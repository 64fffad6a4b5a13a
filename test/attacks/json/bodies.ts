import { readFileSync } from 'node:fs';

/** A body for `get` or `query` that readers of JSON read differently, or that looks so. */
export interface Body {
  readonly name: string;
  readonly route: 'get' | 'query';
  readonly bytes: Buffer;
}

interface Row {
  readonly name: string;
  readonly route: 'get' | 'query';
  readonly text?: string;
  readonly base64?: string;
  /** How often NESTED or BRACKETS is repeated. */
  readonly nested?: number;
}

/** The table of `testdata`; a VECTOR in it is one of the collection's own dimension. */
export function readBodies(vector: readonly number[]): readonly Body[] {
  const rows = JSON.parse(
    readFileSync(new URL('../testdata/json-bodies.json', import.meta.url), 'utf8'),
  ) as readonly Row[];
  const exponents = `[${vector.map((n) => (n * 10).toExponential().replace('e', 'E')).join()}]`;
  return rows.map(({ name, route, text, base64, nested = 0 }) => ({
    name,
    route,
    bytes:
      text === undefined
        ? Buffer.from(base64 ?? '', 'base64')
        : Buffer.from(
            text
              .replace('NESTED', `${'{"$and":['.repeat(nested)}{"a":1}${']}'.repeat(nested)}`)
              .replace('BRACKETS', '['.repeat(nested))
              .replace('VECTOR', JSON.stringify(vector))
              .replace('EXPONENTS', exponents),
          ),
  }));
}

import type { ReadScope } from '../sessions/review/record-reader-rights.ts';
import type { ApiParts } from './create-api.ts';

/** How far back, and how many of each issuer. */
const period = '90d';
const most = 200;

export interface SeenPeople {
  readonly name: string;
  readonly groups: readonly string[];
  readonly subjects: readonly string[];
}

/** Groups and subjects of each issuer that stand in records within a scope, the most frequent of them, in alphabetical order. */
export async function peopleIn(
  reader: Pick<ApiParts['reader'], 'countFacets'>,
  scope: ReadScope,
  issuers: readonly string[],
): Promise<readonly SeenPeople[]> {
  const seen: SeenPeople[] = [];
  for (const name of issuers) {
    const { facets } = await reader.countFacets(
      {
        ...scope,
        query: {
          terms: [
            { kind: 'text', key: 'who', not: false, any: [[`${name}:`, '']] },
            { kind: 'time', key: 'since', not: false, at: period },
          ],
        },
        now: Date.now(),
      },
      { most },
    );
    const values = (key: string): readonly string[] =>
      facets.find((facet) => facet.key === key)?.values.map(({ value }) => value) ?? [];
    const own = `${name}:`;
    seen.push({
      name,
      groups: [...values('group')].sort(),
      subjects: values('who')
        .flatMap((who) => (who.startsWith(own) ? [who.slice(own.length)] : []))
        .sort(),
    });
  }
  return seen;
}

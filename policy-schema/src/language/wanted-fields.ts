import type { Analysis } from './analyse.ts';
import { ruleNodes } from './document/rule-at.ts';
import { textsAt } from './document/rule-scope.ts';

/** Collections whose fields a document is about, by a name or a pattern. */
export interface WantedFields {
  readonly connection: string;
  readonly collections: string;
}

/** Places that one document asks for at most. */
const most = 50;

/** The collections whose fields its rules may name, for a host that can ask for them; half-typed rules count, too. */
export function wantedFields(analysis: Analysis): readonly WantedFields[] {
  const { catalogue } = analysis.surroundings;
  const known = (catalogue?.connections ?? []).map(({ name }) => name);
  const wanted = new Map<string, WantedFields>();
  for (const { node } of ruleNodes(analysis)) {
    const named = textsAt(node, ['resources', 'connections']);
    const collections = textsAt(node, ['resources', 'collections']);
    for (const connection of named.length > 0 ? named : known) {
      for (const pattern of collections.length > 0 ? collections : ['*']) {
        if (wanted.size >= most) return [...wanted.values()];
        wanted.set(`${connection}\n${pattern}`, { connection, collections: pattern });
      }
    }
  }
  return [...wanted.values()];
}

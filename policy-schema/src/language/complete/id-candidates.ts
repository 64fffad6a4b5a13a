import { isMap, type Node } from 'yaml';
import type { Analysis } from '../analyse.ts';
import type { CursorPlace } from '../document/cursor-place.ts';
import { textsAt } from '../document/rule-scope.ts';
import { slug } from '../document/slug.ts';
import type { Candidate } from './completion.ts';

/** What a rule is called for, behind the name of whom it is about. */
const does = {
  allow: 'reads',
  deny: 'stays-out',
  guard: 'is-guarded',
  'require-approval': 'needs-approval',
} as const;

function purpose(rule: Node | undefined, effect: string | undefined): string {
  const has = (key: string): boolean => isMap(rule) && rule.has(key);
  if (effect === 'allow') {
    const operations = textsAt(rule, ['operations']);
    if (operations.includes('review')) return 'reviews';
    const isRead = operations.every((word) =>
      ['read', 'search', 'fetch', 'scan', 'aggregate'].includes(word),
    );
    return isRead ? does.allow : 'works';
  }
  if (effect === 'guard' && has('mask')) return 'masks';
  if (effect === 'guard' && has('require')) return 'filter';
  return does[effect as keyof typeof does] ?? 'rule';
}

/**
 * Names for a rule, after the groups that it is about. Where more of a name stands behind the cursor, what is offered is its
 * beginning.
 */
export function idCandidates({ places }: Analysis, place: CursorPlace, behind: string): readonly Candidate[] {
  const { path, rule, effect } = place;
  if (path.length !== 4 || path[0] !== 'spec' || path[1] !== 'rules' || path[3] !== 'id') return [];
  const used = new Set(places.map((one) => one.rule.id));
  const groups = textsAt(rule, ['principals', 'groups']).map((name) => slug(name.replace(/^.*:/, '')));
  const ending = behind.startsWith('-') ? behind : `-${purpose(rule, effect)}`;
  return groups
    .filter((group) => group !== '' && !used.has(`${group}${ending}`))
    .map((group) => ({
      label: behind.startsWith('-') ? group : `${group}${ending}`,
      kind: 'name',
      detail: 'after its group',
    }));
}

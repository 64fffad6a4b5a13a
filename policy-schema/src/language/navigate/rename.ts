import { isMap, isScalar, isSeq } from 'yaml';
import type { Analysis } from '../analyse.ts';
import { plainText } from '../document/plain-text.ts';
import { namedAt, type Place } from './references.ts';

/** What renaming gives: the new text at places of files, or why it cannot be. */
export type Renaming =
  | { readonly ok: true; readonly places: readonly Place[]; readonly text: string }
  | { readonly ok: false; readonly why: string };

const forms = {
  rule: [/^[a-z0-9][a-z0-9._-]{0,99}$/, 'lower-case letters, digits, dots, dashes and underscores'],
  pattern: [/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, beginning with a letter'],
} as const;

/** Gives the rule or pattern at an offset another name, everywhere. */
export function rename(analysis: Analysis, offset: number, name: string): Renaming {
  const named = namedAt(analysis, offset);
  if (named === undefined)
    return { ok: false, why: 'Only ids of rules and names of patterns can be renamed.' };
  const [form, words] = forms[named.kind];
  if (!form.test(name)) return { ok: false, why: `A ${named.kind} is called by ${words}.` };
  if (name !== named.name && isTaken(analysis, named.kind, name, named.definition))
    return { ok: false, why: `There is a ${named.kind} ${name} already.` };
  return { ok: true, places: named.references, text: plainText(name) };
}

function isTaken({ compilation }: Analysis, kind: 'rule' | 'pattern', name: string, at: Place): boolean {
  if (kind === 'pattern') return compilation.patterns.has(name);
  return compilation.sources.some((source) => {
    const rules = source.nodeAt(['spec', 'rules']);
    if (source.file !== at.file || !isSeq(rules)) return false;
    const ids = rules.items.map((rule) => (isMap(rule) ? rule.get('id', true) : undefined));
    // Ids are unique in their policy: of several documents in a file only that of the rule counts.
    if (!ids.some((id) => isScalar(id) && id.range?.[0] === at.start)) return false;
    return ids.some((id) => isScalar(id) && id.value === name);
  });
}

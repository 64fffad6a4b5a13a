import { codeSpan } from '../../markdown/code-span.ts';
import type { Analysis } from '../analyse.ts';
import type { CursorPlace } from '../document/cursor-place.ts';
import { plainText } from '../document/plain-text.ts';
import { collectionsOf } from '../document/rule-scope.ts';
import { shareText, typeText } from '../meaning/field-facts.ts';
import { type Candidate, inOtherRules } from './completion.ts';

/** Names that every store has, with what they are. */
export const reservedFields: Readonly<Record<string, string>> = {
  $document: 'the text that a record was made from',
  $vector: 'the vector, which can be turned back into text',
  $score: 'how near a hit is',
  $id: 'the id of a record',
  $uri: 'where the original lies',
};

/** Fields of the collections that a rule is about, with their types; and the reserved names, where they may stand. */
export function fieldCandidates(
  { surroundings, compilation }: Analysis,
  place: CursorPlace,
  reserved: boolean,
): Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (label: string, detail: string, rank: number, documentation?: string): void => {
    if (!found.has(label))
      found.set(label, { label, kind: 'field', insert: plainText(label), detail, documentation, rank });
  };
  const { catalogue } = surroundings;
  const claims = new Set((catalogue?.issuers ?? []).flatMap((issuer) => Object.keys(issuer.claims)));
  for (const collection of catalogue === undefined ? [] : collectionsOf(place.rule, catalogue))
    for (const field of collection.fields ?? []) {
      const share = shareText(collection, field);
      const where = share && `In ${share} of ${codeSpan(collection.name)}.`;
      // What is called as a claim is what people most often keep apart by.
      const rank = !reserved && claims.has(field.path) ? -1 : 0;
      add(field.path, `${typeText(field)}, in ${collection.name}`, rank, where);
    }
  // Who may not be told of the fields still knows them: what is most often meant is not far.
  const usual = reserved ? ['email', 'phone', 'name', 'address'] : claims.size > 0 ? [...claims] : ['tenant'];
  if (found.size === 0)
    for (const [i, name] of usual.entries()) add(name, 'usual; its fields are not known', 25 + i / 100);
  if (reserved) for (const [name, what] of Object.entries(reservedFields)) add(name, what, 30);
  for (const { rule } of compilation.places) {
    const masked = 'mask' in rule ? (rule.mask ?? []) : [];
    // What is hidden may not be filtered by, and what is filtered by is seldom hidden.
    if (reserved)
      for (const { fields } of masked)
        if (fields !== 'all')
          for (const field of fields) if (!field.startsWith('$')) add(field, inOtherRules, 20);
    if (!reserved && 'require' in rule)
      for (const field of Object.keys(rule.require?.filter ?? {})) add(field, inOtherRules, 20);
  }
  return [...found.values()];
}

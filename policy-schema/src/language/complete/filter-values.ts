import { codeSpan } from '../../markdown/code-span.ts';
import type { Analysis } from '../analyse.ts';
import type { CursorPlace } from '../document/cursor-place.ts';
import { plainText } from '../document/plain-text.ts';
import { collectionsOf } from '../document/rule-scope.ts';
import type { Candidate } from './completion.ts';
import { snippetText } from './snippet-text.ts';

/** Whether a field of a required filter is being given what it must be. */
const isTerm = ({ path }: CursorPlace): boolean =>
  typeof path.at(-1) === 'string' && path.at(-2) === 'filter' && path.at(-3) === 'require';

/** The types of the field's values, as far as they are known. */
function typesAt(
  { surroundings: { catalogue } }: Analysis,
  { path, rule }: CursorPlace,
): ReadonlySet<string> {
  const known = catalogue === undefined ? [] : collectionsOf(rule, catalogue);
  const fields = known.flatMap(({ fields = [] }) => fields.filter((one) => one.path === path.at(-1)));
  return new Set(fields.flatMap(({ type, types = [] }) => type ?? types));
}

/** Whether true and false are values to be offered at a place. */
export const mayBeTruth = (analysis: Analysis, place: CursorPlace): boolean => {
  if (!isTerm(place)) return true;
  const types = typesAt(analysis, place);
  return types.size === 0 || types.has('boolean');
};

/** What a field of a required filter may have to be: what is the caller's own first, then values that are the same for all. */
export function filterValues(analysis: Analysis, place: CursorPlace): readonly Candidate[] {
  if (!isTerm(place)) return [];
  const field = String(place.path.at(-1));
  const types = typesAt(analysis, place);
  const fits = (claim: string): boolean =>
    types.size === 0 || types.has('list') || types.has(claim === 'string-list' ? 'string' : claim);
  const own = (analysis.surroundings.catalogue?.issuers ?? []).flatMap(({ name, claims }) =>
    Object.entries(claims)
      .filter(([, type]) => fits(type))
      .map(([claim, type]): Candidate => {
        const written = `{ claim: ${plainText(claim)} }`;
        return {
          label: `the caller’s ${claim}`,
          kind: 'name',
          insert: written,
          detail: written,
          documentation: `Everybody meets only records whose ${codeSpan(field)} is their own claim ${codeSpan(claim)} (${type}, declared by ${name}).`,
          rank: claim === field ? -20 : -10,
        };
      }),
  );
  const claims: readonly Candidate[] =
    own.length > 0
      ? own
      : [
          {
            label: 'a claim of the caller',
            kind: 'name',
            insert: `{ claim: \${1:${snippetText(/^[\w-]+$/.test(field) ? field : 'tenant')}} }`,
            isSnippet: true,
            detail: '{ claim: … }',
            documentation: `Everybody meets only records whose ${codeSpan(field)} is a claim of their own: what the sign-in says of them.`,
            rank: -10,
          },
        ];
  return [
    ...claims,
    {
      label: 'one of several values',
      kind: 'name',
      insert: '[$1]',
      isSnippet: true,
      detail: '[…]',
      documentation: `Only records whose ${codeSpan(field)} is one of these values, the same for everybody.`,
      rank: 20,
    },
  ];
}

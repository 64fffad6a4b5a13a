import {
  completeQuery,
  type Facet,
  QueryError,
  readQuery,
  type SavedSearches,
  withSaved,
} from '@vectorgate/policy-schema/records-query';
import { labelText } from '../words/label-text.ts';

/** One line of the search box; the editor's own shape of it. */
export interface SearchChoice {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Not filtered out by the editor, which knows nothing of queries. */
  readonly alwaysShow: true;
  /** The whole text once this is chosen; undefined: search for what stands there. */
  readonly text?: string;
}

/** What is wrong with a query, and the remedy; undefined: nothing. */
export function wrongWith(
  query: string,
  saved: SavedSearches = {},
): { readonly message: string; readonly remedy: string } | undefined {
  try {
    readQuery(withSaved(query, saved));
    return undefined;
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
}

/** What can be chosen while the text stands there, at whose end somebody types. */
export function searchChoices(
  text: string,
  facets: readonly Facet[],
  saved: SavedSearches = {},
): readonly SearchChoice[] {
  const wrong = wrongWith(text, saved);
  const first: SearchChoice =
    wrong === undefined
      ? {
          label: `$(search) ${text.trim() === '' ? 'All records' : labelText(text)}`,
          detail: 'Enter searches',
          alwaysShow: true,
        }
      : // Its own words: the editor puts what reads like the typed text in front.
        {
          label: '$(warning) Not finished',
          detail: labelText(`${wrong.message} ${wrong.remedy}`, 1_000),
          alwaysShow: true,
        };
  const completions = completeQuery(text, text.length, facets, saved)
    .map(
      ({ label, insert, from, to, about }): SearchChoice => ({
        label: labelText(label),
        ...(about !== undefined && { description: labelText(about) }),
        text: text.slice(0, from) + insert + text.slice(to),
        alwaysShow: true,
      }),
    )
    .filter((choice) => choice.text !== text);
  const kept = text.trim() === '' ? savedChoices(saved) : [];
  // What is not finished yet is rather gone on with than found fault with.
  return wrong === undefined ? [first, ...kept, ...completions] : [...completions, first];
}

/** What is kept, to be chosen before anything is typed. */
const savedChoices = (saved: SavedSearches): readonly SearchChoice[] =>
  Object.entries(saved).map(([name, query]) => ({
    label: `$(bookmark) @${labelText(name)}`,
    description: labelText(query),
    text: `@${name}`,
    alwaysShow: true,
  }));

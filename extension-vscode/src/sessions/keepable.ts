import { readQuery, withoutContentTerms } from '@vectorgate/policy-schema/records-query';

/** What of a query may lie in a file in clear; of one that cannot be read, nothing. */
function keepableQuery(query: string): string {
  const rest = withoutContentTerms(query);
  try {
    readQuery(rest);
    return rest;
  } catch {
    return '';
  }
}

/**
 * The state of a page as VS Code may keep it, in clear, in the workspace's storage: each `query` without its terms about texts in
 * requests. What somebody looked for there is in the record of their look, encrypted; and after a reload of the window it would
 * be looked for again, although nobody asked.
 */
export function keepable<State>(state: State): State {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return state;
  return Object.fromEntries(
    Object.entries(state).map(([name, value]: [string, unknown]) => [
      name,
      name === 'query' && typeof value === 'string' ? keepableQuery(value) : keepable(value),
    ]),
  ) as State;
}

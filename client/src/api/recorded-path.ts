const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const mostLength = 4_000;
const parameters: Readonly<Record<string, readonly string[]>> = {
  '/sessions': ['limit', 'cursor', 'all'],
  '/records': ['limit', 'cursor', 'all', 'query', 'effect'],
  '/records/facets': ['all', 'query'],
  '/records/summary': ['all', 'query'],
};

/** What is asked of one of them beside itself. */
const beneath: Readonly<Record<string, string>> = { sessions: 'notes', records: 'today' };

/**
 * The path below `/api/v1` when it is one that a replay reads, built anew from what is known of it; else undefined. What asks
 * may be a page that shows recorded content: it reaches nothing else.
 */
export function recordedPath(asked: string): string | undefined {
  const [path = '', query, ...more] = asked.split('?');
  if (more.length > 0) return undefined;
  const [, list, id, ...deeper] = path.split('/');
  const isId = ulid.test(id ?? '');
  const isOne = (list === 'sessions' || list === 'records') && isId && deeper.length === 0;
  const below = beneath[list ?? ''];
  if (isId && query === undefined && deeper.length === 1 && deeper[0] === below)
    return `/${list}/${id}/${below}`;
  const known = Object.hasOwn(parameters, path) ? parameters[path] : undefined;
  if (known === undefined) return isOne && query === undefined ? `/${list}/${id}` : undefined;
  const given = [...new URLSearchParams(query)];
  const names = given.map(([name]) => name);
  if (new Set(names).size !== names.length) return undefined;
  if (given.some(([name, value]) => !known.includes(name) || value.length > mostLength)) return undefined;
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

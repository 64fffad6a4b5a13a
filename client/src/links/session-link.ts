const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** The parameters of JupyterLab's address that name a place. */
export const labParameters = { session: 'vectorgate-session', step: 'vectorgate-step' } as const;

/** A place in a recorded session. */
export interface SessionPlace {
  readonly session: string;
  /** Absent: its beginning. */
  readonly record?: string;
}

/** A place by its two ids; a step that is none, or several, names no place. */
function placeOf(session: string, steps: readonly string[]): SessionPlace | undefined {
  if (!ulid.test(session)) return undefined;
  if (steps.length === 0) return { session };
  const [record = ''] = steps;
  return steps.length === 1 && ulid.test(record) ? { session, record } : undefined;
}

/** The place that the path and query of one of an editor's own addresses name; undefined when they name none. */
export function placeOfAddress(path: string, query: string): SessionPlace | undefined {
  const [, kind, session = '', ...more] = path.split('/');
  if (kind !== 'session' || more.length > 0) return undefined;
  return placeOf(session, new URLSearchParams(query).getAll('step'));
}

/** The place that the query of JupyterLab's address names; undefined when it names none. */
export function placeOfSearch(search: string): SessionPlace | undefined {
  const given = new URLSearchParams(search);
  const [session = '', ...others] = given.getAll(labParameters.session);
  return others.length > 0 ? undefined : placeOf(session, given.getAll(labParameters.step));
}

/** What somebody typed or pasted: a link to a step, of whatever editor, or a session's id. */
export function placeOfText(text: string): SessionPlace | undefined {
  const typed = text.trim();
  if (ulid.test(typed.toUpperCase())) return { session: typed.toUpperCase() };
  const url = URL.parse(typed);
  return url === null ? undefined : (placeOfSearch(url.search) ?? placeOfAddress(url.pathname, url.search));
}

/** The link by which an editor opens the place: `vscode://vectorgate.vectorgate/session/ID?step=ID`. */
export const linkTo = (scheme: string, extensionId: string, { session, record }: SessionPlace): string =>
  `${scheme}://${extensionId}/session/${session}${record === undefined ? '' : `?step=${record}`}`;

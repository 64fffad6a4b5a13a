const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** A place in a recorded session. */
export interface SessionPlace {
  readonly session: string;
  /** Absent: its beginning. */
  readonly record?: string;
}

/** The place that the path and query of one of this extension's addresses name; undefined when they name none. */
export function placeOfAddress(path: string, query: string): SessionPlace | undefined {
  const [, kind, session = '', ...more] = path.split('/');
  if (kind !== 'session' || more.length > 0 || !ulid.test(session)) return undefined;
  const steps = new URLSearchParams(query).getAll('step');
  if (steps.length === 0) return { session };
  const [record = ''] = steps;
  return steps.length === 1 && ulid.test(record) ? { session, record } : undefined;
}

/** What somebody typed or pasted: a link to a step, or a session's id. */
export function placeOfText(text: string): SessionPlace | undefined {
  const typed = text.trim();
  if (ulid.test(typed.toUpperCase())) return { session: typed.toUpperCase() };
  const url = URL.parse(typed);
  return url === null ? undefined : placeOfAddress(url.pathname, url.search);
}

/** The link by which an editor opens the place: `vscode://vectorgate.vectorgate/session/ID?step=ID`. */
export const linkTo = (scheme: string, extensionId: string, { session, record }: SessionPlace): string =>
  `${scheme}://${extensionId}/session/${session}${record === undefined ? '' : `?step=${record}`}`;

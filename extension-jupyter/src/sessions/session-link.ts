import { PageConfig, URLExt } from '@jupyterlab/coreutils';

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const names = { session: 'vectorgate-session', step: 'vectorgate-step' } as const;

/** What addresses that name a session look like, for JupyterLab's router. */
export const linkPattern = /[?&]vectorgate-session=/;

/** A place in a recorded session. */
export interface SessionPlace {
  readonly session: string;
  readonly record?: string;
}

/** A link that opens the player at a step; behind a hub it leads whoever opens it to their own server. */
export function linkTo(session: string, record: string): string {
  const hub = PageConfig.getOption('hubPrefix');
  const lab =
    hub === '' ? URLExt.join(PageConfig.getBaseUrl(), 'lab') : URLExt.join(hub, 'user-redirect/lab');
  const url = new URL(lab, window.location.href);
  url.searchParams.set(names.session, session);
  url.searchParams.set(names.step, record);
  return url.href;
}

/** The place that an address names; undefined when it names none. */
export function placeOf(search: string): SessionPlace | undefined {
  const given = new URLSearchParams(search);
  const session = given.get(names.session) ?? '';
  const record = given.get(names.step);
  if (!ulid.test(session)) return undefined;
  return record !== null && ulid.test(record) ? { session, record } : { session };
}

/** The same address without the place. */
export function withoutPlace(search: string): string {
  const given = new URLSearchParams(search);
  for (const name of Object.values(names)) given.delete(name);
  const rest = given.toString();
  return rest === '' ? '' : `?${rest}`;
}

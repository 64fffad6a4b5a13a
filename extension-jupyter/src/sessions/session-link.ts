import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { labParameters } from '@vectorgate/client/session-link';

/** What addresses that name a session look like, for JupyterLab's router. */
export const linkPattern = new RegExp(`[?&]${labParameters.session}=`);

/** A link that opens the player at a step; behind a hub it leads whoever opens it to their own server. */
export function linkTo(session: string, record: string): string {
  const hub = PageConfig.getOption('hubPrefix');
  const lab =
    hub === '' ? URLExt.join(PageConfig.getBaseUrl(), 'lab') : URLExt.join(hub, 'user-redirect/lab');
  const url = new URL(lab, window.location.href);
  url.searchParams.set(labParameters.session, session);
  url.searchParams.set(labParameters.step, record);
  return url.href;
}

/** The same address without the place. */
export function withoutPlace(search: string): string {
  const given = new URLSearchParams(search);
  for (const name of Object.values(labParameters)) given.delete(name);
  const rest = given.toString();
  return rest === '' ? '' : `?${rest}`;
}

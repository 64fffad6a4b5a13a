import type { PlayerPlace } from './player-place.ts';

const detailOf = <Detail>(event: Event): Detail => (event as CustomEvent<Detail>).detail;

/** Tells where the sessions are that an element of the replay shows, from `place` on. */
export function followPlace(
  element: HTMLElement,
  place: PlayerPlace | undefined,
  moved: (place: PlayerPlace) => void,
): void {
  let at = place;
  const go = (to: PlayerPlace): void => {
    at = to;
    moved(to);
  };
  element.addEventListener('vg-open', (event) => {
    const { session, record } = detailOf<{ readonly session: string; readonly record?: string }>(event);
    go({ session, ...(record !== undefined && { record }) });
  });
  element.addEventListener('vg-step', (event) => {
    const { record } = detailOf<{ readonly record?: string }>(event);
    if (at !== undefined && record !== undefined) go({ ...at, record });
  });
  element.addEventListener('vg-compared', (event) => {
    const { session: compared } = detailOf<{ readonly session?: string }>(event);
    if (at === undefined) return;
    const { compared: _, ...alone } = at;
    go(compared === undefined ? alone : { ...alone, compared });
  });
}

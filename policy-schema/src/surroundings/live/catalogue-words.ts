import { ago } from '../../language/meaning/catalogue-age.ts';
import type { CatalogueStanding } from './live-catalogue.ts';

/** What editors say of a catalogue, and what there is to do. */
export interface CatalogueWords {
  readonly text: string;
  readonly detail: string;
  readonly action: 'refresh' | 'sign in';
  /** Something does not work. */
  readonly warns: boolean;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function catalogueWords(
  { signedIn, busy, taken, trouble }: CatalogueStanding,
  now: number,
): CatalogueWords {
  if (!signedIn)
    return {
      text: 'No live catalogue',
      detail:
        'Names come from vectorgate.catalogue.yaml, where there is one. Sign in to have what exists now.',
      action: 'sign in',
      warns: false,
    };
  const text = taken === undefined ? 'No live catalogue' : `Catalogue of ${ago(now - taken)}`;
  const usual = 'Collections, fields and groups, as the gateway tells them to you.';
  return {
    text,
    detail: busy
      ? 'The gateway is being asked what exists.'
      : trouble === undefined
        ? usual
        : sentence(trouble),
    action: 'refresh',
    warns: trouble !== undefined && !busy,
  };
}

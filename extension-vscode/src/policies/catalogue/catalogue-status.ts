import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import { policyLanguage } from '../policy-language.ts';
import type { CatalogueStanding } from './live-catalogue.ts';

const minute = 60_000;

function ago(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / minute);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return `${days} ${days === 1 ? 'day' : 'days'} ago`;
}

/** What the status says, and what there is to do. */
export function catalogueWords(
  { signedIn, busy, taken, trouble }: CatalogueStanding,
  now: number,
): { text: string; detail: string; action: 'refresh' | 'sign in'; warns: boolean } {
  if (!signedIn)
    return {
      text: 'No live catalogue',
      detail:
        'Names come from vectorgate.catalogue.yaml, where there is one. Sign in to have what exists now.',
      action: 'sign in',
      warns: false,
    };
  const text = taken === undefined ? 'No live catalogue' : `Catalogue of ${ago(now - taken)}`;
  const detail =
    trouble ??
    (busy
      ? 'The gateway is asked what exists.'
      : 'Collections, fields and groups as the gateway tells them you.');
  return { text, detail, action: 'refresh', warns: trouble !== undefined && !busy };
}

/** Shows in a policy's language status how old the catalogue is, with what there is to do. */
export class CatalogueStatus implements Disposable {
  readonly #item = languages.createLanguageStatusItem('vectorgate.catalogue', { language: policyLanguage });
  readonly #standing: () => CatalogueStanding;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(standing: () => CatalogueStanding) {
    this.#standing = standing;
    this.#item.name = 'VectorGate catalogue';
    this.#timer = setInterval(() => this.show(), minute);
    this.show();
  }

  show(): void {
    const standing = this.#standing();
    const { text, detail, action, warns } = catalogueWords(standing, Date.now());
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.busy = standing.busy;
    this.#item.severity = warns ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    this.#item.command =
      action === 'refresh'
        ? { command: 'vectorgate.refreshCatalogue', title: 'Refresh catalogue' }
        : { command: 'vectorgate.signIn', title: 'Sign in' };
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#item.dispose();
  }
}

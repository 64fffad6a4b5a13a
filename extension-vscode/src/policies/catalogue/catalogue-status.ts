import { type CatalogueStanding, catalogueWords } from '@vectorgate/policy-schema/live-catalogue';
import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import { labelText } from '../../words/label-text.ts';
import { policyLanguage } from '../policy-language.ts';

const minute = 60_000;

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
    this.#item.text = labelText(text);
    this.#item.detail = labelText(detail);
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

import {
  completeQuery,
  type QueryCompletion,
  QueryError,
  queryAround,
  type RecordFacets,
  readQuery,
  type SavedSearches,
  withoutContentTerms,
  withSaved,
} from '@vectorgate/policy-schema/records-query';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ReplayHost } from '../../host/replay-host.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';

/** A search field for the language of docs/search.md: completes keys and counted values, and points at what cannot be read. */
export class VgQueryField extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { position: relative; }
      ul { position: absolute; inset-inline: 0; z-index: 2; max-height: 260px; overflow-y: auto; margin-top: 2px;
        background: var(--vg-raised); border: 1px solid var(--vg-border); border-radius: 3px; }
      li { padding: 2px 8px; cursor: pointer; display: flex; gap: 12px; justify-content: space-between; }
      li[aria-selected='true'] { background: var(--vg-selected); color: var(--vg-selected-text);
        outline: 1px solid var(--vg-selected-edge); outline-offset: -1px; --vg-muted: currentcolor; }
      .wrong { margin-top: 4px; }
      .wrong code { white-space: pre-wrap; }
      .wrong mark { background: transparent; color: inherit; text-decoration: underline wavy var(--vg-deny); }
    `,
  ];
  static override properties = {
    host: { attribute: false },
    everybody: { type: Boolean },
    query: { type: String },
    saved: { attribute: false },
    draft: { state: true },
    offers: { state: true },
    at: { state: true },
    wrong: { state: true },
  };

  declare host: ReplayHost | undefined;
  declare everybody: boolean;
  /** The query in force. */
  declare query: string;
  /** What is kept under names, for `@NAME`. */
  declare saved: SavedSearches;
  declare protected draft: string;
  declare protected offers: readonly QueryCompletion[];
  /** Index of the offer that Enter takes; -1: none. */
  declare protected at: number;
  declare protected wrong: QueryError | undefined;
  #asked = 0;
  readonly #counted = new Map<string, Promise<RecordFacets>>();

  constructor() {
    super();
    this.everybody = false;
    this.query = '';
    this.saved = {};
    this.draft = '';
    this.offers = [];
    this.at = -1;
  }

  override focus(): void {
    this.#input?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query')) {
      this.draft = this.query;
      this.wrong = undefined;
    }
    if (changed.has('host') || changed.has('everybody')) this.#counted.clear();
  }

  override render(): TemplateResult {
    const open = this.offers.length > 0;
    return html`
      <label class="unseen" for="query">Look for records</label>
      <input id="query" type="text" role="combobox" autocomplete="off" spellcheck="false"
        aria-autocomplete="list" aria-controls=${open ? 'offers' : nothing} aria-expanded=${open ? 'true' : 'false'}
        aria-activedescendant=${open && this.at >= 0 ? `offer-${this.at}` : nothing}
        aria-invalid=${this.wrong === undefined ? nothing : 'true'}
        aria-describedby=${this.wrong === undefined ? nothing : 'wrong'}
        placeholder="filter, e.g. effect:deny since:7d"
        .value=${this.draft} @input=${this.#typed} @keydown=${this.#key} @blur=${this.#close} @focus=${this.#look} @click=${this.#look}>
      ${
        open
          ? html`<ul id="offers" role="listbox" aria-label="Words that may stand here">${this.offers.map(
              ({ label, about }, at) => html`
                <li id="offer-${at}" role="option" aria-selected=${at === this.at ? 'true' : 'false'}
                  @mousedown=${(event: Event) => {
                    event.preventDefault();
                    this.#take(at);
                  }}>
                  <span class="ellipsis">${visibleLine(label)}</span><span class="muted ellipsis">${visibleLine(about ?? '')}</span>
                </li>`,
            )}</ul>`
          : nothing
      }
      ${this.wrong === undefined ? nothing : this.#wrongView(this.wrong)}`;
  }

  #wrongView({ message, remedy, from, to }: QueryError): TemplateResult {
    return html`<div class="trouble wrong" id="wrong" role="alert">
      <p>${visibleLine(message)} ${visibleLine(remedy)}</p>
      <p><code>${visibleLine(this.draft.slice(0, from))}<mark>${visibleLine(this.draft.slice(from, to)) || '…'}</mark>${visibleLine(this.draft.slice(to))}</code></p>
    </div>`;
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot?.querySelector('input') ?? null;
  }

  #typed = (event: InputEvent): void => {
    this.draft = (event.target as HTMLInputElement).value;
    this.wrong = undefined;
    this.#look();
  };

  #look = (): void => {
    void this.#offer();
  };

  async #offer(): Promise<void> {
    const asked = ++this.#asked;
    const input = this.#input;
    if (input === null) return;
    const place = input.selectionStart ?? this.draft.length;
    const { draft } = this;
    this.#show(completeQuery(draft, place, [], this.saved));
    if (this.host?.facets === undefined) return;
    let query: string;
    try {
      query = withoutContentTerms(withSaved(queryAround(draft, place), this.saved));
      readQuery(query);
    } catch {
      return;
    }
    let counting = this.#counted.get(query);
    if (counting === undefined) {
      counting = this.host.facets({ query, everybody: this.everybody });
      this.#counted.set(query, counting);
    }
    try {
      const { facets } = await counting;
      if (asked === this.#asked && this.shadowRoot?.activeElement === input)
        this.#show(completeQuery(draft, place, facets, this.saved));
    } catch {
      // Words of the language are still offered; the list beside tells what is the matter.
      this.#counted.delete(query);
    }
  }

  #show(offers: readonly QueryCompletion[]): void {
    this.offers = offers;
    this.at = -1;
  }

  #close = (): void => {
    this.#asked++;
    this.#show([]);
  };

  #take(at: number): void {
    const offer = this.offers[at];
    const input = this.#input;
    if (offer === undefined || input === null) return;
    this.draft = this.draft.slice(0, offer.from) + offer.insert + this.draft.slice(offer.to);
    input.value = this.draft;
    const end = offer.from + offer.insert.length;
    input.setSelectionRange(end, end);
    this.#look();
  }

  #key = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const { length } = this.offers;
    if (event.key === 'ArrowDown' && length > 0) this.at = (this.at + 1) % length;
    else if (event.key === 'ArrowUp' && length > 0) this.at = this.at <= 0 ? length - 1 : this.at - 1;
    else if (event.key === 'Escape' && length > 0) this.#close();
    else if (event.key === 'Escape' && (this.draft !== '' || this.query !== '')) this.#clear();
    else if (event.key === 'Tab' && !event.shiftKey && length > 0 && this.at >= 0) this.#take(this.at);
    else if (event.key === 'Enter') {
      if (this.at >= 0) this.#take(this.at);
      else this.#search();
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.renderRoot.querySelector(`#offer-${this.at}`)?.scrollIntoView({ block: 'nearest' });
  };

  #clear(): void {
    this.draft = '';
    this.wrong = undefined;
    if (this.query !== '') this.dispatchEvent(new CustomEvent('vg-query', { detail: { query: '' } }));
  }

  #search(): void {
    let query: string;
    try {
      query = withSaved(this.draft, this.saved).trim();
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      this.wrong = error;
      this.#close();
      return;
    }
    // What is kept stands in the field as what it is: that is what is looked for, and what can be changed.
    this.draft = query;
    try {
      readQuery(query);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      this.wrong = error;
      this.#close();
      return;
    }
    this.#close();
    this.dispatchEvent(new CustomEvent('vg-query', { detail: { query } }));
  }
}

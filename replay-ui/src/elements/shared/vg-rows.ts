import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { baseStyles } from '../../theme/base-styles.ts';
import { rowStyles } from './row-styles.ts';

/** Rows drawn above and below what is seen. */
const margin = 8;

/**
 * A list of any length of which only what is seen is drawn. One stop of the Tab key; arrows, Page Up and Down, Home and End
 * move within it, Enter chooses. It fires `vg-choose` with the index, and `vg-end` when its last rows are seen.
 */
export class VgRows extends LitElement {
  static override styles = [
    baseStyles,
    rowStyles,
    css`
      :host { height: 100%; min-height: 0; overflow: hidden; }
      .scroller { height: 100%; overflow-y: auto; overflow-x: hidden; position: relative; }
      .scroller:focus-visible { outline-offset: -2px; }
      .space { position: relative; }
      .option { position: absolute; inset-inline: 0; overflow: hidden; cursor: pointer; padding: 3px 10px;
        border-inline-start: 3px solid transparent; }
      .option:hover { background: var(--vg-hover); }
      .option[aria-selected='true'] { background: var(--vg-selected); color: var(--vg-selected-text);
        border-inline-start-color: var(--vg-selected-edge);
        outline: 1px solid var(--vg-selected-edge); outline-offset: -1px; --vg-muted: currentcolor; }
      .option:hover { --vg-muted: currentcolor; }
      .scroller:focus-visible .option.active { outline: 2px solid var(--vg-focus); outline-offset: -2px; }
      @media (forced-colors: active) {
        .option[aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; }
      }
    `,
  ];
  static override properties = {
    length: { type: Number },
    rowHeight: { type: Number },
    chosen: { type: Number },
    label: { type: String },
    row: { attribute: false },
    active: { state: true },
    from: { state: true },
    to: { state: true },
  };

  declare length: number;
  declare rowHeight: number;
  /** Index of the row that is open; -1: none. */
  declare chosen: number;
  declare label: string;
  /** Draws a row. */
  declare row: (index: number) => TemplateResult;
  declare protected active: number;
  declare protected from: number;
  declare protected to: number;
  #resized: ResizeObserver | undefined;

  constructor() {
    super();
    this.length = 0;
    this.rowHeight = 46;
    this.chosen = -1;
    this.label = '';
    this.row = () => html``;
    this.active = 0;
    this.from = 0;
    this.to = 20;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized = new ResizeObserver(() => this.#look());
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized?.disconnect();
  }

  /** The row that keys start from. */
  get activeIndex(): number {
    return this.active;
  }

  /** Brings a row into view and makes it the one that keys start from. */
  show(index: number): void {
    this.active = Math.max(0, Math.min(this.length - 1, index));
    const scroller = this.#scroller;
    if (scroller === null) return;
    const top = this.active * this.rowHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.rowHeight > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = top + this.rowHeight - scroller.clientHeight;
    this.#look();
  }

  override focus(options?: FocusOptions): void {
    this.#scroller?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('length')) this.active = Math.max(0, Math.min(this.active, this.length - 1));
    if (changed.has('chosen') && this.chosen >= 0) this.active = this.chosen;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Positions are set through the object model, which a strict content policy lets pass, not as attributes.
    const space = this.renderRoot.querySelector<HTMLElement>('.space');
    if (space !== null) space.style.height = `${this.length * this.rowHeight}px`;
    for (const option of this.renderRoot.querySelectorAll<HTMLElement>('.option')) {
      option.style.top = `${Number(option.dataset.at) * this.rowHeight}px`;
      option.style.height = `${this.rowHeight}px`;
    }
    if (changed.has('length')) this.#look();
    if (changed.has('chosen') && this.chosen >= 0) this.show(this.chosen);
  }

  override render(): TemplateResult {
    const rows: TemplateResult[] = [];
    const end = Math.min(this.to, this.length);
    const add = (at: number): void => {
      rows.push(html`<div
        class="option ${at === this.active ? 'active' : ''}"
        role="option"
        id="row-${at}"
        data-at=${at}
        aria-setsize=${this.length}
        aria-posinset=${at + 1}
        aria-selected=${at === this.chosen ? 'true' : 'false'}
        @click=${() => this.#choose(at)}
      >${this.row(at)}</div>`);
    };
    // The active row is always there: it is what a screen reader reads.
    if (this.active < this.from && this.active < this.length) add(this.active);
    for (let at = this.from; at < end; at++) add(at);
    if (this.active >= end && this.active < this.length) add(this.active);
    return html`<div
      class="scroller"
      role="listbox"
      tabindex="0"
      aria-label=${this.label}
      aria-activedescendant=${this.length === 0 ? nothing : `row-${this.active}`}
      @scroll=${this.#look}
      @keydown=${this.#key}
    ><div class="space" role="presentation">${rows}</div></div>`;
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot?.querySelector('.scroller') ?? null;
  }

  #look = (): void => {
    const scroller = this.#scroller;
    if (scroller === null) return;
    const first = Math.floor(scroller.scrollTop / this.rowHeight);
    const last = Math.ceil((scroller.scrollTop + scroller.clientHeight) / this.rowHeight);
    this.from = Math.max(0, first - margin);
    this.to = last + margin;
    if (this.to >= this.length)
      this.dispatchEvent(new CustomEvent('vg-end', { detail: { length: this.length } }));
  };

  #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((this.#scroller?.clientHeight ?? 0) / this.rowHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.active + 1,
      ArrowUp: this.active - 1,
      PageDown: this.active + page,
      PageUp: this.active - page,
      Home: 0,
      End: this.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) this.show(to);
    else if (event.key === 'Enter' || event.key === ' ') this.#choose(this.active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #choose(index: number): void {
    if (index < 0 || index >= this.length) return;
    this.active = index;
    this.dispatchEvent(new CustomEvent('vg-choose', { detail: { index } }));
  }
}

import {
  type PersonSummary,
  printPattern,
  type RecordSummary,
} from '@vectorgate/policy-schema/records-query';
import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import { atLeast, personLines, summaryText } from '../../records/summary-text.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { ReplayElement } from '../replay-element.ts';
import { skeletonView, troubleView } from '../shared/trouble-view.ts';
import { lookedView } from './looked-view.ts';

/**
 * Who is in the records that a query finds, and by which rules they got what: one block for each of the people, to be read
 * at a glance and copied as a text. `vg-query` (`{ query }`) narrows to one of them.
 */
export class VgSummary extends ReplayElement {
  static override styles = [
    baseStyles,
    css`
      ol { display: grid; gap: 6px; margin: 6px 0; }
      li { border-inline-start: 2px solid var(--vg-border); padding-inline-start: 8px; }
      dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 8px; margin: 0; }
      dt { color: var(--vg-muted); }
      dd { margin: 0; overflow-wrap: anywhere; }
    `,
  ];
  static override properties: PropertyDeclarations = {
    query: { type: String },
    everybody: { type: Boolean },
    summary: { state: true },
    trouble: { state: true },
  };

  declare query: string;
  declare everybody: boolean;
  declare protected summary: RecordSummary | undefined;
  declare protected trouble: Trouble | undefined;
  #asked = 0;
  #at = 0;

  constructor() {
    super();
    this.query = '';
    this.everybody = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('host') || changed.has('query') || changed.has('everybody')) void this.#ask();
  }

  override render(): TemplateResult {
    return html`<section aria-label="Who, and by which rule">${this.#body()}
      <p class="muted" role="status">${this.spoken}</p></section>`;
  }

  #body(): TemplateResult {
    const { summary, trouble } = this;
    if (trouble !== undefined) return troubleView(trouble, () => void this.#ask());
    if (summary === undefined) return skeletonView('who it was');
    const { total, people, more, looked } = summary;
    const far = looked === undefined ? nothing : lookedView(looked);
    if (people.length === 0) return html`<p class="muted">Nobody: no record fits this.</p>${far}`;
    return html`
      <div class="row">
        <span class="grow">${atLeast(total)} ${total.count === 1 ? 'record' : 'records'} of ${people.length}${more ? '+' : ''} ${people.length === 1 ? 'person' : 'people'}</span>
        <button type="button" @click=${this.#copy}>copy</button>
      </div>
      <ol>${people.map((person) => this.#person(person))}</ol>
      ${more ? html`<p class="muted">There are further people. Narrow the query to see them.</p>` : nothing}
      ${far}`;
  }

  #person(person: PersonSummary): TemplateResult {
    const { who, name } = person;
    return html`<li>
      <div class="row">
        <button type="button" class="link grow ellipsis" title=${visibleLine(who)} @click=${() => this.#narrow(who)}>${visibleLine(name ?? who)}</button>
        <span class="muted">${atLeast(person)}</span>
      </div>
      <dl>${personLines(person).map(([kind, text]) => html`<dt>${kind}</dt><dd>${text}</dd>`)}</dl>
    </li>`;
  }

  /** Counts anew. */
  refresh(): void {
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const { host, query, everybody } = this;
    if (host?.summary === undefined) return;
    this.#asked += 1;
    const asked = this.#asked;
    this.summary = undefined;
    this.trouble = undefined;
    this.spoken = '';
    this.#at = Date.now();
    try {
      const summary = await host.summary({ query, everybody });
      if (asked === this.#asked) this.summary = summary;
    } catch (error) {
      if (asked === this.#asked) this.trouble = troubleOf(error);
    }
  }

  #copy = (): void => {
    const { summary, query, everybody, host } = this;
    if (summary === undefined) return;
    const of = { query, everybody, at: this.#at, ...(host?.source !== undefined && { source: host.source }) };
    void this.copy(summaryText(summary, of), 'Summary');
  };

  #narrow(who: string): void {
    const query = [this.query, `who:${printPattern([who])}`].filter(Boolean).join(' ');
    this.dispatchEvent(new CustomEvent('vg-query', { detail: { query } }));
  }
}

import {
  type LookedThrough,
  lookedWords,
  printPattern,
  type RecordFacets,
  type SavedSearches,
} from '@vectorgate/policy-schema/records-query';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import type { ReplayHost } from '../../host/replay-host.ts';
import type { FoundRecord } from '../../records/record-header.ts';
import type { SessionSummary } from '../../records/session-summary.ts';
import { count } from '../../text/amounts.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import type { Bar } from '../../timeline/histogram.ts';
import { ReplayElement } from '../replay-element.ts';
import { rowStyles } from '../shared/row-styles.ts';
import { skeletonView, troubleView } from '../shared/trouble-view.ts';
import type { VgRows } from '../shared/vg-rows.ts';
import { afterDrawing } from './after-drawing.ts';
import { BarsOverTime } from './bars-over-time.ts';
import { choosingView, openOneText } from './choosing-view.ts';
import { facetsView } from './facets-view.ts';
import { histogramView } from './histogram-view.ts';
import { lookedView } from './looked-view.ts';
import { Pages } from './pages.ts';
import { recordRow } from './record-row.ts';
import { sessionRow } from './session-row.ts';
import { sessionsStyles } from './sessions-styles.ts';

const none: readonly never[] = [];
const redrawMilliseconds = 30_000;

/**
 * Recorded sessions; with a query, the records that it finds. A press opens one: `vg-open` tells which
 * (`{ session, record? }`), after the host's own `openSession`.
 *
 * @example
 * const list = document.createElement('vg-sessions');
 * list.host = host;
 */
export class VgSessions extends ReplayElement {
  static override styles = [baseStyles, rowStyles, sessionsStyles];
  static override properties: PropertyDeclarations = {
    query: { type: String },
    sessionId: { type: String, attribute: 'session-id' },
    everybody: { state: true },
    sessions: { state: true },
    found: { state: true },
    counted: { state: true },
    facetTrouble: { state: true },
    facetsOpen: { state: true },
    saved: { state: true },
    savedTrouble: { state: true },
    savedOpen: { state: true },
    summaryOpen: { state: true },
    comparable: { type: Boolean },
    choosing: { type: Boolean },
    choseOpen: { state: true },
  };

  /** What is looked for; empty: the list of sessions. */
  declare query: string;
  /** The session that is open in the player, to be marked in the list. */
  declare sessionId: string | undefined;
  /** Whether the open session can be compared with another one of the list: then `vg-compare` tells which (`{ session }`). */
  declare comparable: boolean;
  /**
   * A press does not open: it chooses the session to compare the open one with. `vg-choosing` tells that somebody wants that,
   * or no more (`{ choosing }`).
   */
  declare choosing: boolean;
  /** Whether it was the open one that somebody chose. */
  declare protected choseOpen: boolean;
  declare protected everybody: boolean;
  declare protected sessions: Pages<SessionSummary> | undefined;
  declare protected found: Pages<FoundRecord> | undefined;
  declare protected counted: RecordFacets | undefined;
  declare protected facetTrouble: Trouble | undefined;
  declare protected facetsOpen: boolean;
  /** Searches that are kept, for the field and their list. */
  declare protected saved: SavedSearches;
  declare protected savedTrouble: Trouble | undefined;
  declare protected savedOpen: boolean;
  declare protected summaryOpen: boolean;
  #facetsFor = '';
  #wantsRows = false;
  readonly #bars = new BarsOverTime(() => this.requestUpdate(), afterDrawing);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.query = '';
    this.everybody = false;
    this.facetsOpen = false;
    this.saved = {};
    this.savedOpen = false;
    this.summaryOpen = false;
    this.comparable = false;
    this.choosing = false;
    this.choseOpen = false;
    this.addEventListener('keydown', (event) => this.#key(event));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // "2 min ago" grows older by itself.
    this.#timer = setInterval(() => this.requestUpdate(), redrawMilliseconds);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  /** Reads everything anew. */
  refresh(): void {
    const { host } = this;
    if (host === undefined) return;
    const changed = (): void => {
      this.requestUpdate();
      this.#sayCount();
    };
    this.sessions?.end();
    this.found?.end();
    this.sessions = undefined;
    this.found = undefined;
    this.counted = undefined;
    this.#facetsFor = '';
    const { everybody, query } = this;
    const at = (cursor: string | undefined) => ({ everybody, ...(cursor !== undefined && { cursor }) });
    if (query === '' || host.searchRecords === undefined) {
      this.sessions = new Pages((cursor) => host.listSessions(at(cursor)), changed);
      void this.sessions.more();
    } else {
      const search = host.searchRecords.bind(host);
      this.found = new Pages((cursor) => search({ ...at(cursor), query }), changed);
      void this.found.more();
    }
    if (this.facetsOpen) void this.#count();
  }

  /** Has what is found taken away, asking how. Resolves also where that went wrong, which it says. */
  exportFound(): Promise<void> {
    return this.export({ query: this.query, everybody: this.everybody });
  }

  /** To the rows, where somebody is to choose, as soon as there are any. */
  focusRows(): void {
    this.#wantsRows = true;
    this.requestUpdate();
  }

  protected override updated(): void {
    const { rows } = this;
    if (!this.#wantsRows || rows === null) return;
    this.#wantsRows = false;
    void rows.updateComplete.then(() => rows.focus());
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('vg-query-field, vg-rows')?.focus();
  }

  protected override hostChanged(host: ReplayHost): void {
    this.everybody = host.reviewer === true;
    // What was looked for last is where one goes on to look, not where one chooses from.
    const kept = this.choosing ? undefined : host.recall?.('sessions');
    if (typeof kept === 'object' && kept !== null && 'query' in kept && this.query === '')
      this.query = String(kept.query);
    void this.#readSaved();
  }

  async #readSaved(): Promise<void> {
    const { host } = this;
    if (host?.searches === undefined) return;
    try {
      const saved = await host.searches.list();
      if (this.host !== host) return;
      this.saved = saved;
      this.savedTrouble = undefined;
    } catch (error) {
      if (this.host === host) this.savedTrouble = troubleOf(error);
    }
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('host') || changed.has('query') || changed.has('everybody')) this.refresh();
  }

  override render(): TemplateResult {
    const { host } = this;
    if (host === undefined) return skeletonView('the sessions');
    const pages = this.found ?? this.sessions;
    return html`
      <div class="top">
        ${this.choosing ? choosingView(this.choseOpen, () => this.#wantChoice(false)) : nothing}
        ${
          host.searchRecords === undefined
            ? nothing
            : html`<vg-query-field .host=${host} ?everybody=${this.everybody} query=${this.query} .saved=${this.saved}
                @vg-query=${(event: CustomEvent<{ query: string }>) => this.#look(event.detail.query)}></vg-query-field>`
        }
        <div class="row">
          ${
            host.reviewer === true
              ? html`<span class="row" role="group" aria-label="Whose">
                  <button type="button" aria-pressed=${this.everybody ? 'false' : 'true'} @click=${() => this.#whose(false)}>mine</button>
                  <button type="button" aria-pressed=${this.everybody ? 'true' : 'false'} @click=${() => this.#whose(true)}>everybody’s</button>
                </span>`
              : nothing
          }
          ${
            host.facets === undefined
              ? nothing
              : html`<button type="button" aria-expanded=${this.facetsOpen ? 'true' : 'false'} @click=${this.#toggleFacets}>by …</button>`
          }
          ${
            host.summary === undefined
              ? nothing
              : html`<button type="button" aria-expanded=${this.summaryOpen ? 'true' : 'false'} title="Who is in these records, and by which rules they got what" @click=${this.#toggleSummary}>who, by rule</button>`
          }
          ${
            host.searches === undefined || host.searchRecords === undefined
              ? nothing
              : html`<button type="button" aria-expanded=${this.savedOpen ? 'true' : 'false'} @click=${this.#toggleSaved}>saved</button>`
          }
          ${
            !this.comparable || this.choosing || this.sessionId === undefined
              ? nothing
              : html`<button type="button" title="Choose the session to compare the open one with; or press c on its row" @click=${() => this.#wantChoice(true)}>compare with…</button>`
          }
          ${
            host.exportRecords === undefined || this.query === ''
              ? nothing
              : html`<button type="button" title="Take these records away as a file that proves itself elsewhere" @click=${() => void this.exportFound()}>export…</button>`
          }
          ${this.query === '' ? nothing : html`<button type="button" @click=${() => this.#look('')}>all sessions</button>`}
          <button type="button" class="plain again" title="Look again" aria-label="Look again" @click=${this.#again}>⟳</button>
        </div>
        ${this.savedOpen ? this.#savedView() : nothing}
        ${
          this.summaryOpen
            ? html`<vg-summary class="facets" .host=${host} query=${this.query} ?everybody=${this.everybody}
                @vg-query=${(event: CustomEvent<{ query: string }>) => this.#look(event.detail.query)}></vg-summary>`
            : nothing
        }
        ${this.facetsOpen ? html`<div class="facets">${this.#facets()}</div>` : nothing}
        ${histogramView(this.#bars.of(pages?.items ?? none), this.found === undefined ? 'session' : 'record', host.searchRecords === undefined ? undefined : this.#narrow)}
      </div>
      <div class="list">${pages === undefined ? nothing : this.#list(pages)}</div>
      <div class="unseen" role="status">${this.spoken}</div>`;
  }

  #list(pages: Pages<SessionSummary> | Pages<FoundRecord>): TemplateResult {
    const { items, state, trouble } = pages;
    const again = (): void => {
      void pages.more();
      this.requestUpdate();
    };
    if (items.length === 0 && trouble !== undefined) return troubleView(trouble, again);
    if (state === 'first') return skeletonView(this.found === undefined ? 'the sessions' : 'the records');
    if (items.length === 0) return html`${this.#empty(pages)}${this.#looked(pages)}`;
    const now = Date.now();
    const { found, sessions } = this;
    const row =
      found !== undefined
        ? (at: number) => recordRow(found.items[at]!, now)
        : (at: number) => sessionRow(sessions!.items[at]!, now);
    const chosen =
      found !== undefined || this.sessionId === undefined
        ? -1
        : sessions!.items.findIndex(({ id }) => id === this.sessionId);
    return html`
      <vg-rows .length=${items.length} .row=${row} .chosen=${chosen}
        label=${found === undefined ? 'Sessions, the latest first' : 'Records that were found, the latest first'}
        @vg-choose=${(event: CustomEvent<{ index: number }>) => this.#choose(event.detail.index)}
        @vg-end=${() => void (pages.looked === undefined && pages.more())}></vg-rows>
      ${trouble === undefined ? nothing : troubleView(trouble, again)}
      ${this.#looked(pages)}
      <p class="muted foot">${this.#howMany(pages)}</p>`;
  }

  /** How far a search for texts looked. Looking further costs, so it is for a person to say, not for the end of a list. */
  #looked(pages: Pages<SessionSummary> | Pages<FoundRecord>): TemplateResult | typeof nothing {
    if (pages.looked === undefined) return nothing;
    const look = (): void => {
      void pages.more();
      this.requestUpdate();
    };
    return lookedView(pages.looked, { asking: pages.asking, look });
  }

  #empty({ looked }: { readonly looked: LookedThrough | undefined }): TemplateResult {
    if (looked !== undefined) return html`<p class="empty">Nothing that was looked into has it.</p>`;
    if (this.query !== '')
      return html`<p class="empty">No record fits this. Take a term out of the field, or look at all sessions.</p>`;
    return html`<p class="empty">${
      this.everybody
        ? 'Nothing is recorded yet. Sessions stand here as soon as somebody asks a governed database for something.'
        : 'Nothing of yours is recorded yet. Run a cell that asks a governed database for something, and its session stands here.'
    }</p>`;
  }

  #facets(): TemplateResult {
    if (this.facetTrouble !== undefined)
      return troubleView(this.facetTrouble, () => {
        this.#facetsFor = '';
        void this.#count();
      });
    if (this.counted === undefined) return skeletonView('the counts');
    return facetsView(this.counted, (key, value) => {
      this.#look([this.query, `${key}:${printPattern([value])}`].filter(Boolean).join(' '));
    });
  }

  #narrow = ({ from, to }: Bar): void => {
    const at = (instant: number): string => new Date(instant).toISOString().slice(0, 19);
    const rest = this.query
      .split(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/)
      .filter((term) => !/^(on|since|until):/.test(term));
    this.#look([...rest, `since:${at(from)}`, `until:${at(to)}`].filter(Boolean).join(' '));
  };

  #savedView(): TemplateResult {
    if (this.savedTrouble !== undefined) return troubleView(this.savedTrouble, () => void this.#readSaved());
    return html`<vg-searches .host=${this.host} .saved=${this.saved} query=${this.query}
      @vg-query=${(event: CustomEvent<{ query: string }>) => this.#look(event.detail.query)}
      @vg-kept=${() => void this.#readSaved()}></vg-searches>`;
  }

  #toggleSaved = (): void => {
    this.savedOpen = !this.savedOpen;
    // The command line, or another window, may have kept others meanwhile.
    if (this.savedOpen) void this.#readSaved();
  };

  #again = (): void => {
    this.refresh();
    this.renderRoot.querySelector('vg-summary')?.refresh();
  };

  #toggleSummary = (): void => {
    this.summaryOpen = !this.summaryOpen;
  };

  #toggleFacets = (): void => {
    this.facetsOpen = !this.facetsOpen;
    if (this.facetsOpen) void this.#count();
  };

  async #count(): Promise<void> {
    const key = JSON.stringify([this.query, this.everybody]);
    if (this.host?.facets === undefined || this.#facetsFor === key) return;
    this.#facetsFor = key;
    this.facetTrouble = undefined;
    try {
      const counted = await this.host.facets({ query: this.query, everybody: this.everybody });
      if (this.#facetsFor === key) this.counted = counted;
    } catch (error) {
      if (this.#facetsFor === key) this.facetTrouble = troubleOf(error);
    }
  }

  #look(query: string): void {
    this.query = query;
    if (!this.choosing) this.host?.remember?.('sessions', { query });
  }

  #whose(everybody: boolean): void {
    this.everybody = everybody;
  }

  #choose(index: number): void {
    const record = this.found?.items[index];
    const session = this.#sessionAt(index);
    if (session === undefined) return;
    if (this.choosing) {
      this.#compareWith(session);
      return;
    }
    this.sessionId = session;
    this.host?.openSession?.(session, record?.id);
    this.dispatchEvent(
      new CustomEvent('vg-open', {
        bubbles: true,
        composed: true,
        detail: { session, ...(record !== undefined && { record: record.id }) },
      }),
    );
  }

  #compareWith(session: string): void {
    if (session !== this.sessionId) {
      this.dispatchEvent(new CustomEvent('vg-compare', { detail: { session } }));
      return;
    }
    if (!this.choosing) this.#wantChoice(true);
    this.choseOpen = true;
    this.say(openOneText);
  }

  #wantChoice(choosing: boolean): void {
    this.choseOpen = false;
    this.dispatchEvent(new CustomEvent('vg-choosing', { detail: { choosing } }));
  }

  #key(event: KeyboardEvent): void {
    const rows = this.rows;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && this.choosing) this.#wantChoice(false);
    else if (event.key === 'c' && this.comparable && this.sessionId !== undefined && rows !== null) {
      if (!event.composedPath().includes(rows)) return;
      const session = this.#sessionAt(rows.activeIndex);
      if (session !== undefined) this.#compareWith(session);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #sessionAt(index: number): string | undefined {
    return this.found?.items[index]?.session ?? this.sessions?.items[index]?.id;
  }

  #sayCount(): void {
    const pages = this.found ?? this.sessions;
    if (pages === undefined || pages.trouble !== undefined) return;
    const far = pages.looked === undefined ? '' : ` ${lookedWords(pages.looked).far}`;
    this.say(`${this.#howMany(pages)}.${far}`);
  }

  #howMany({ items: { length }, state }: Pages<SessionSummary> | Pages<FoundRecord>): string {
    const what = this.found === undefined ? 'session' : 'record';
    return `${count(length)} ${what}${length === 1 ? '' : 's'}${state === 'whole' ? '' : ' so far'}`;
  }

  /** The rows, for hosts and tests that move through them. */
  get rows(): VgRows | null {
    return this.renderRoot.querySelector('vg-rows');
  }
}

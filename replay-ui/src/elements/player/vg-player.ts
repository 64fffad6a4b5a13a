import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import type { ReplayHost } from '../../host/replay-host.ts';
import type { RecordHeader } from '../../records/record-header.ts';
import { isMasked, isRefused, nextStep, type Step, stepsOf } from '../../records/step.ts';
import { count, counted } from '../../text/amounts.ts';
import { absoluteTime, clockTime, dayText, preciseTime } from '../../text/times.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { playDelay, type Speed, speeds } from '../../timeline/play-delay.ts';
import { cardLines } from '../card/card-lines.ts';
import type { VgDecisionCard } from '../card/vg-decision-card.ts';
import { ReplayElement } from '../replay-element.ts';
import { skeletonView, troubleView } from '../shared/trouble-view.ts';
import { compareView } from './compare-view.ts';
import { type PlayerAction, playerAction, playerKeys } from './player-keys.ts';
import { playerStyles } from './player-styles.ts';
import { type RequestTab, requestView } from './request-view.ts';
import { type ResponseTab, responseView } from './response-view.ts';
import type { StepContent } from './step-content.ts';
import { StepContents } from './step-contents.ts';
import type { VgNotes } from './vg-notes.ts';
import { stepText, type VgTimeline } from './vg-timeline.ts';

/** Where a letter is text, or Space presses something. */
const writes = 'input, select, textarea, [contenteditable]';
const presses = 'button, summary, a, [role="option"]';

/**
 * One recorded session, step by step along time. Give it a host and a `sessionId`; a `recordId` is the step it opens at,
 * and follows the step that shows. It fires `vg-step` with the record's id.
 *
 * @example
 * const player = document.createElement('vg-player');
 * player.host = host;
 * player.sessionId = session;
 */
export class VgPlayer extends ReplayElement {
  static override styles = [baseStyles, playerStyles];
  static override properties: PropertyDeclarations = {
    sessionId: { type: String, attribute: 'session-id' },
    recordId: { type: String, attribute: 'record-id' },
    steps: { state: true },
    whole: { state: true },
    handshakes: { state: true },
    trouble: { state: true },
    content: { state: true },
    contentTrouble: { state: true },
    playing: { state: true },
    speed: { state: true },
    requestTab: { state: true },
    responseTab: { state: true },
    cardOpen: { state: true },
    keysOpen: { state: true },
    kept: { state: true },
    rowsShown: { state: true },
    noted: { state: true },
  };

  declare sessionId: string | undefined;
  declare recordId: string | undefined;
  /** All steps that are known so far. */
  declare protected steps: readonly Step[] | undefined;
  /** Whether the session was read to its end. */
  declare protected whole: boolean;
  /** Whether steps that clients take by themselves show. */
  declare protected handshakes: boolean;
  declare protected trouble: Trouble | undefined;
  declare protected content: StepContent | undefined;
  declare protected contentTrouble: Trouble | undefined;
  declare protected playing: boolean;
  declare protected speed: Speed;
  declare protected requestTab: RequestTab;
  declare protected responseTab: ResponseTab;
  declare protected cardOpen: boolean;
  declare protected keysOpen: boolean;
  /** The step that others are compared with; it stays when another session opens. */
  declare protected kept: StepContent | undefined;
  declare protected rowsShown: number;
  /** How many notes stand beside the session; undefined: none are asked for, or not known yet. */
  declare protected noted: number | undefined;
  #loading = 0;
  #headers: RecordHeader[] = [];
  #cursor: string | undefined;
  #contents: StepContents | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown: readonly Step[] = [];
  #shownOf: readonly unknown[] = [];

  constructor() {
    super();
    this.whole = false;
    this.handshakes = false;
    this.playing = false;
    this.speed = 1;
    this.requestTab = 'call';
    this.responseTab = 'hits';
    this.cardOpen = true;
    this.keysOpen = false;
    this.rowsShown = 1;
    this.addEventListener('keydown', (event) => this.#key(event));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pause();
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<VgTimeline>('vg-timeline')?.focus(options);
  }

  protected override hostChanged(host: ReplayHost): void {
    this.#contents = new StepContents((id) => host.getRecord(id));
    this.content = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const other = changed.has('sessionId') && changed.get('sessionId') !== undefined;
    // The step of the session before is none of this one.
    if (other && !changed.has('recordId')) this.recordId = undefined;
    if (changed.has('sessionId') || changed.has('host')) void this.#load();
    else if (this.recordId === undefined && this.steps !== undefined) this.#draw();
    else if (changed.has('recordId')) void this.#loadContent();
  }

  /** The steps that show: without those that clients take by themselves, unless there is nothing else. */
  get shown(): readonly Step[] {
    const key = [this.steps, this.handshakes, this.recordId];
    if (key.some((part, at) => part !== this.#shownOf[at])) {
      const steps = this.steps ?? [];
      const calls = steps.filter(
        ({ handshake, mark, header }) => !handshake || mark.kind !== 'allow' || header.id === this.recordId,
      );
      this.#shownOf = key;
      this.#shown = this.handshakes || calls.length === 0 ? steps : calls;
    }
    return this.#shown;
  }

  /** Index of the step that shows, among `shown`. */
  get index(): number {
    return Math.max(
      0,
      this.shown.findIndex(({ header }) => header.id === this.recordId),
    );
  }

  override render(): TemplateResult {
    const { host, steps, trouble } = this;
    if (host === undefined || this.sessionId === undefined)
      return html`<p class="empty">Choose a session, and its steps stand here along time.</p>`;
    if (steps === undefined && trouble !== undefined) return troubleView(trouble, this.#again);
    if (steps === undefined) return skeletonView('the session');
    if (steps.length === 0)
      return html`<p class="empty">Nothing of this session is recorded, or it was removed with its time.</p>`;
    return html`
      <div class="top">${this.#head(this.shown)} ${this.#controls()}
        <vg-timeline .steps=${this.shown} .index=${this.index} @vg-step=${(event: CustomEvent<{ index: number }>) => this.#go(event.detail.index)}></vg-timeline>
        ${trouble === undefined ? nothing : troubleView(trouble, this.#again)}
      </div>
      <div class="body" tabindex="0" role="region" aria-label="Step">
        ${this.keysOpen ? html`<dl class="keys">${playerKeys.filter(({ needs }) => needs === undefined || host[needs] !== undefined).map(({ keys, about }) => html`<dt>${keys.join(' ')}</dt><dd>${about}</dd>`)}</dl>` : nothing}
        ${this.#body()}
        ${this.#notesPart()}
      </div>
      <div class=${this.spoken === '' ? 'unseen' : 'said muted'} role="status">${this.spoken}</div>`;
  }

  #head(steps: readonly Step[]): TemplateResult {
    const [first, last] = [steps[0]!, steps.at(-1)!];
    const { who, client, connection, store } = first.header;
    const from = clockTime(first.at);
    const to = clockTime(last.at);
    const program = client.session ?? client.agent ?? '';
    const hidden = (this.steps?.length ?? 0) - steps.length;
    return html`<div class="row">
      <h2 title=${visibleLine(`${who.issuer}:${who.subject}${who.groups.length === 0 ? '' : `, ${who.groups.join(', ')}`}`)}>${visibleLine(who.name ?? who.subject)}</h2>
      <span>${visibleLine(connection)} · ${visibleLine(store)}</span>
      ${program === '' ? nothing : html`<span class="muted ellipsis" title=${visibleLine(client.agent ?? '')}>${visibleLine(program.slice(0, 80))}</span>`}
      <span>${counted(steps.length, 'step')}${this.whole ? '' : ' so far'}</span>
      <span class="muted" title=${absoluteTime(first.at)}>${dayText(first.at)}, ${from === to ? from : `${from}–${to}`}</span>
      ${
        hidden > 0 || this.handshakes
          ? html`<button type="button" aria-pressed=${this.handshakes ? 'true' : 'false'} title="What clients ask by themselves, such as who they are" @click=${this.#toggleHandshakes}>${this.handshakes ? 'handshakes' : `${hidden} handshakes`}</button>`
          : nothing
      }
      ${this.noted === undefined ? nothing : html`<button type="button" title="To the notes (n)" @click=${() => this.#do('note')}>${counted(this.noted, 'note')}</button>`}
    </div>`;
  }

  #controls(): TemplateResult {
    const { shown, index, host, content } = this;
    const button = (action: PlayerAction, sign: unknown, label: string, off = false): TemplateResult =>
      html`<button type="button" title=${`${label} (${playerKeys.find((one) => one.action === action)?.keys[0] ?? ''})`} aria-label=${label} aria-disabled=${off ? 'true' : 'false'} @click=${() => off || this.#do(action)}>${sign}</button>`;
    const has = (holds: (step: Step) => boolean): boolean => nextStep(shown, index, 1, holds) !== undefined;
    const sessionId = this.sessionId ?? '';
    const recordId = this.recordId ?? '';
    return html`<div class="row controls" role="toolbar" aria-label="Player">
      ${button('previous', '◀◀', 'step before', index === 0)}
      ${button('play', this.playing ? '❚❚' : '▶', this.playing ? 'pause' : 'play', shown.length < 2)}
      ${button('next', '▶▶', 'next step', index >= shown.length - 1)}
      <label class="unseen" for="speed">Speed</label>
      <select id="speed" @change=${(event: Event) => {
        this.speed = Number((event.target as HTMLSelectElement).value) as Speed;
      }}>${speeds.map((speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${speed}×</option>`)}</select>
      ${button('next-refusal', html`next <span class="deny">⊘</span>`, 'next refusal', !has(isRefused))}
      ${button('next-mask', html`next <span class="mask">▒</span>`, 'next masked answer', !has(isMasked))}
      <span class="muted" title=${absoluteTime(shown[index]?.at ?? 0)}>step ${count(index + 1)} of ${count(shown.length)} · ${preciseTime(shown[index]?.at ?? 0)}</span>
      <span class="grow"></span>
      <button type="button" aria-pressed=${this.kept === undefined ? 'false' : 'true'} ?disabled=${content === undefined} title="Keep this step, and compare others with it (p)" @click=${() => this.#do('compare')}>compare</button>
      ${host?.linkTo === undefined ? nothing : html`<button type="button" @click=${() => void this.copy(host.linkTo?.(sessionId, recordId) ?? '', 'Link to this step')}>copy link</button>`}
      ${host?.exportRecords === undefined ? nothing : html`<button type="button" title="Take this session away as a file that proves itself elsewhere" @click=${() => void host.exportRecords?.({ session: sessionId })}>export…</button>`}
      ${host?.runAgain === undefined ? nothing : html`<button type="button" title="Run the program again, its calls answered from this recording: no store is asked" @click=${() => void host.runAgain?.(sessionId)}>run again in a sandbox</button>`}
      <button type="button" aria-expanded=${this.keysOpen ? 'true' : 'false'} title="Keys (?)" aria-label="Keys" @click=${() => this.#do('keys')}>?</button>
    </div>`;
  }

  #body(): TemplateResult {
    const { content, contentTrouble, host, kept } = this;
    if (contentTrouble !== undefined) return troubleView(contentTrouble, () => void this.#loadContent());
    if (content === undefined) return skeletonView('the step');
    if (kept !== undefined && kept.record.header.id !== content.record.header.id)
      return compareView(kept, content, () => this.#do('compare'));
    return html`<div class="panes">
      <div class="side">
        ${requestView(
          content,
          this.requestTab,
          (tab) => {
            this.requestTab = tab;
          },
          (text, what) => void this.copy(text, what),
        )}
        <section class="pane" aria-label="Decision">
          <vg-decision-card .host=${host} .record=${content.record} ?open=${this.cardOpen}
            @vg-toggle=${(event: CustomEvent<{ open: boolean }>) => {
              this.cardOpen = event.detail.open;
            }}></vg-decision-card>
        </section>
      </div>
      <div class="side">
        ${responseView(content, this.responseTab, this.rowsShown, {
          tab: (tab) => {
            this.responseTab = tab;
          },
          more: () => {
            this.rowsShown *= 4;
          },
          copy: (text, what) => void this.copy(text, what),
        })}
      </div>
    </div>`;
  }

  async #load(): Promise<void> {
    const { host, sessionId } = this;
    this.#loading++;
    this.#pause();
    this.steps = undefined;
    this.whole = false;
    this.trouble = undefined;
    this.content = undefined;
    this.contentTrouble = undefined;
    this.handshakes = false;
    this.noted = undefined;
    this.#headers = [];
    this.#cursor = undefined;
    if (host !== undefined && sessionId !== undefined) await this.#loadPages(host, sessionId);
  }

  /** Reads on, from where it stopped: a page that failed costs none of those before it. */
  async #loadPages(host: ReplayHost, session: string): Promise<void> {
    const loading = ++this.#loading;
    this.trouble = undefined;
    let drawn = 0;
    try {
      do {
        const cursor = this.#cursor;
        const page = await host.listRecords({ session, ...(cursor !== undefined && { cursor }) });
        if (loading !== this.#loading) return;
        this.#headers.push(...page.items);
        // A page that leads to itself would be asked for without an end.
        this.#cursor = page.next === cursor ? undefined : page.next;
        this.whole = this.#cursor === undefined;
        // Sorting all of them for each page would take longer with every page.
        if (!this.whole && this.#headers.length < drawn * 2) continue;
        drawn = this.#headers.length;
        this.#draw();
      } while (this.#cursor !== undefined);
    } catch (error) {
      if (loading !== this.#loading) return;
      if (this.#headers.length > 0) this.#draw();
      this.trouble = troubleOf(error);
    }
  }

  #draw(): void {
    this.steps = stepsOf(this.#headers);
    const isThere = this.steps.some(({ header }) => header.id === this.recordId);
    if (!isThere && (this.whole || this.recordId === undefined))
      this.recordId = this.#opening(this.steps)?.header.id;
    void this.#loadContent();
  }

  #again = (): void => {
    const { host, sessionId } = this;
    if (host !== undefined && sessionId !== undefined) void this.#loadPages(host, sessionId);
  };

  /** Where a session opens: its first step that is no handshake. */
  #opening(steps: readonly Step[]): Step | undefined {
    return steps.find(({ handshake, mark }) => !handshake || mark.kind !== 'allow') ?? steps[0];
  }

  async #loadContent(): Promise<void> {
    const { recordId } = this;
    if (recordId === undefined || this.#contents === undefined) return;
    if (this.content?.record.header.id === recordId) return;
    try {
      const content = await this.#contents.get(recordId);
      if (this.recordId !== recordId) return;
      this.content = content;
      this.contentTrouble = undefined;
      const next = this.shown[this.index + 1];
      if (next !== undefined) this.#contents.prepare(next.header.id);
    } catch (error) {
      if (this.recordId !== recordId) return;
      this.content = undefined;
      this.contentTrouble = troubleOf(error);
    }
  }

  #go(index: number | undefined): void {
    const step = index === undefined ? undefined : this.shown[index];
    if (step === undefined) {
      this.say('There is no further one.');
      return;
    }
    this.rowsShown = 1;
    this.spoken = '';
    this.recordId = step.header.id;
    this.dispatchEvent(
      new CustomEvent('vg-step', { bubbles: true, composed: true, detail: { record: step.header.id } }),
    );
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const [target] = event.composedPath();
    if (!(target instanceof Element) || target.closest(writes) !== null) return;
    if (event.key === ' ' && target.closest(presses) !== null) return;
    const action = playerAction(event.key);
    if (action === undefined || this.steps === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.#do(action);
  }

  #do(action: PlayerAction): void {
    const { shown, index, content } = this;
    const jump = (direction: 1 | -1, holds: (step: Step) => boolean): void =>
      this.#go(nextStep(shown, index, direction, holds));
    const actions: Readonly<Record<PlayerAction, () => void>> = {
      play: () => (this.playing ? this.#pause() : this.#play()),
      next: () => this.#go(index + 1),
      previous: () => this.#go(index - 1),
      first: () => this.#go(0),
      last: () => this.#go(shown.length - 1),
      'next-refusal': () => jump(1, isRefused),
      'previous-refusal': () => jump(-1, isRefused),
      'next-mask': () => jump(1, isMasked),
      'previous-mask': () => jump(-1, isMasked),
      faster: () => this.#faster(1),
      slower: () => this.#faster(-1),
      decision: () => {
        this.cardOpen = !this.cardOpen;
      },
      rule: () => this.#openRule(),
      today: () => void this.#askToday(),
      test: () => void this.#makeTest(),
      note: () => this.#notes?.focus(),
      'copy-call': () => {
        if (content?.call === undefined) this.say('There is no call to copy.');
        else void this.copy(content.call.text, 'Call');
      },
      'copy-id': () => {
        if (content !== undefined) void this.copy(content.record.header.id, 'Decision id');
      },
      compare: () => {
        this.kept = this.kept === undefined ? content : undefined;
        this.say(
          this.kept === undefined
            ? 'Comparing ended.'
            : 'This step is kept. Go to another, and the two are compared.',
        );
      },
      keys: () => {
        this.keysOpen = !this.keysOpen;
      },
    };
    if (action !== 'play') this.#pause();
    actions[action]();
  }

  #openRule(): void {
    const place = this.content === undefined ? undefined : cardLines(this.content.record).first?.place;
    if (place !== undefined && this.host?.openRule !== undefined) this.host.openRule(place);
    else this.say('The place of this rule is not told to you, or cannot be opened here.');
  }

  get #notes(): VgNotes | null {
    return this.renderRoot.querySelector('vg-notes');
  }

  #notesPart(): TemplateResult | typeof nothing {
    const { host, steps, shown } = this;
    const connection = steps?.[0]?.header.connection;
    // A look at notes is recorded, a refused one too: none is taken where no rule lets review anything.
    if (host?.notes === undefined || connection === undefined || !host.notes.connections.includes(connection))
      return nothing;
    const stepOf = (record: string): number | undefined => {
      const at = shown.findIndex(({ header }) => header.id === record);
      return at < 0 ? undefined : at + 1;
    };
    return html`<vg-notes .host=${host} .sessionId=${this.sessionId} .recordId=${this.recordId} .stepOf=${stepOf} @focusin=${() => this.#pause()}
      @vg-notes=${(event: CustomEvent<{ count: number }>) => {
        this.noted = event.detail.count;
      }}
      @vg-step=${(event: CustomEvent<{ record: string }>) => this.#goTo(event.detail.record)}
      @vg-leave=${() => this.renderRoot.querySelector<HTMLElement>('.body')?.focus()}></vg-notes>`;
  }

  /** To a step by its record, also one that is hidden until asked for. */
  #goTo(record: string): void {
    if (!this.steps?.some(({ header }) => header.id === record)) {
      this.say('That step is not in this session any more, or not for you to see.');
      return;
    }
    this.recordId = record;
    this.dispatchEvent(new CustomEvent('vg-step', { bubbles: true, composed: true, detail: { record } }));
  }

  async #askToday(): Promise<void> {
    if (this.host?.askToday === undefined) return;
    this.kept = undefined;
    this.cardOpen = true;
    await this.updateComplete;
    const card = this.renderRoot.querySelector<VgDecisionCard>('vg-decision-card');
    await card?.askToday();
  }

  async #makeTest(): Promise<void> {
    const { host, content } = this;
    if (host?.makePolicyTest === undefined || content === undefined) return;
    try {
      await host.makePolicyTest(content.record.header.id);
    } catch (error) {
      const { message, remedy } = troubleOf(error);
      this.say(`${message} ${remedy}`);
    }
  }

  #faster(by: 1 | -1): void {
    const speed = speeds[speeds.indexOf(this.speed) + by];
    if (speed !== undefined) this.speed = speed;
    this.say(`Speed ${this.speed}.`);
  }

  #play(): void {
    if (this.index >= this.shown.length - 1) this.#go(0);
    this.playing = true;
    this.#wait();
  }

  #wait(): void {
    const { shown, index } = this;
    const [step, next] = [shown[index], shown[index + 1]];
    if (step === undefined || next === undefined) {
      this.#pause();
      return;
    }
    this.#timer = setTimeout(
      () => {
        this.#go(index + 1);
        this.say(stepText(next));
        this.#wait();
      },
      playDelay(next.at - step.at, this.speed),
    );
  }

  #pause(): void {
    clearTimeout(this.#timer);
    this.playing = false;
  }

  #toggleHandshakes = (): void => {
    this.handshakes = !this.handshakes;
  };
}

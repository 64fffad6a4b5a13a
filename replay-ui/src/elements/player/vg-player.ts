import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { troubleOf } from '../../errors/trouble.ts';
import type { ReplayHost } from '../../host/replay-host.ts';
import type { Note } from '../../host/replay-notes.ts';
import { isMasked, isRefused, nextStep, type Step } from '../../records/step.ts';
import { counted } from '../../text/amounts.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { cardLines } from '../card/card-lines.ts';
import type { VgDecisionCard } from '../card/vg-decision-card.ts';
import { ReplayElement } from '../replay-element.ts';
import { skeletonView, troubleView } from '../shared/trouble-view.ts';
import { compareView } from './compare-view.ts';
import { controlsView } from './controls-view.ts';
import { headView } from './head-view.ts';
import { keysView } from './keys-view.ts';
import { notedSteps } from './noted-steps.ts';
import { Playback } from './playback.ts';
import type { PlayerAction } from './player-keys.ts';
import { playerStyles } from './player-styles.ts';
import { pressedAction } from './pressed-action.ts';
import { sessionActsView } from './session-acts-view.ts';
import { SessionSteps } from './session-steps.ts';
import { ShownStep } from './shown-step.ts';
import type { StepContent } from './step-content.ts';
import { firstLook, type StepLook, stepView } from './step-view.ts';
import type { VgNotes } from './vg-notes.ts';
import { stepText, type VgTimeline } from './vg-timeline.ts';

const noNotes: ReadonlyMap<string, number> = new Map();

/**
 * One recorded session, step by step along time. Give it a host and a `sessionId`; a `recordId` is the step it opens at,
 * and follows the step that shows. It fires `vg-step` with the record's id, and `vg-compared` with the `session` that this one is
 * compared with, without one once that ended.
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
    look: { state: true },
    keysOpen: { state: true },
    actsOpen: { state: true },
    kept: { state: true },
    noted: { state: true },
    withSession: { state: true },
    choosing: { state: true },
  };

  declare sessionId: string | undefined;
  declare recordId: string | undefined;
  declare protected look: StepLook;
  declare protected keysOpen: boolean;
  declare protected actsOpen: boolean;
  /** The step that others are compared with; it stays when another session opens. */
  declare protected kept: StepContent | undefined;
  /** The session that this one is compared with as a whole, and whether one is being chosen. */
  declare protected withSession: string | undefined;
  declare protected choosing: boolean;
  /** The notes beside the session, and how many beside which steps; undefined: none are asked for, or not known yet. */
  declare protected noted:
    | { readonly notes: readonly Note[]; readonly steps: ReadonlyMap<string, number> }
    | undefined;
  readonly #steps = new SessionSteps({ known: () => this.#known(), changed: () => this.requestUpdate() });
  readonly #step = new ShownStep(() => this.requestUpdate());
  readonly #playback: Playback;
  #hadFocus = false;
  /** What was to be opened and is no step: a note, if anything. */
  #noStep: string | undefined;

  constructor() {
    super();
    this.#playback = new Playback(this, {
      gap: () => {
        const [step, next] = [this.shown[this.index], this.shown[this.index + 1]];
        return step === undefined || next === undefined ? undefined : next.at - step.at;
      },
      next: () => {
        const next = this.shown[this.index + 1];
        this.#go(this.index + 1);
        if (next !== undefined) this.say(stepText(next));
      },
    });
    this.look = firstLook;
    this.keysOpen = false;
    this.actsOpen = false;
    this.choosing = false;
    this.addEventListener('keydown', (event) => this.#key(event));
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<VgTimeline>('vg-timeline')?.focus(options);
  }

  protected override hostChanged(host: ReplayHost): void {
    this.#step.readFrom(host);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#hadFocus = this.matches(':focus-within');
    const other = changed.has('sessionId') && changed.get('sessionId') !== undefined;
    // The step of the session before is none of this one.
    if (other && !changed.has('recordId')) this.recordId = undefined;
    if (other) this.#compareNone();
    if (changed.has('sessionId') || changed.has('host')) this.#load();
    else if (this.recordId === undefined && this.#steps.all !== undefined) this.#known();
    else if (changed.has('recordId')) this.#known();
  }

  protected override updated(changed: PropertyValues): void {
    // What had the focus may be gone with its step: the keys go on all the same.
    if (this.#hadFocus && !this.matches(':focus-within'))
      this.renderRoot.querySelector<HTMLElement>('.body')?.focus({ preventScroll: true });
    if (!changed.has('withSession')) return;
    const { withSession: session } = this;
    const detail = session === undefined ? {} : { session };
    this.dispatchEvent(new CustomEvent('vg-compared', { bubbles: true, composed: true, detail }));
  }

  /** The steps that show: without those that clients take by themselves, unless there is nothing else. */
  get shown(): readonly Step[] {
    return this.#steps.shown(this.recordId, this.noted?.steps ?? noNotes);
  }

  /** Has the session taken away, asking how. Resolves also where that went wrong, which it says. */
  async exportShown(): Promise<void> {
    const { sessionId } = this;
    if (sessionId !== undefined) await this.export({ session: sessionId });
  }

  /** Index of the step that shows, among `shown`. */
  get index(): number {
    return Math.max(
      0,
      this.shown.findIndex(({ header }) => header.id === this.recordId),
    );
  }

  override render(): TemplateResult {
    const { host, sessionId, shown, index } = this;
    const { all, trouble } = this.#steps;
    if (host === undefined || sessionId === undefined)
      return html`<p class="empty">Choose a session, and its steps stand here along time.</p>`;
    if (this.choosing) return this.#chooser();
    const again = (): void => this.#steps.again();
    if (all === undefined)
      return trouble === undefined ? skeletonView('the session') : troubleView(trouble, again);
    if (all.length === 0)
      return html`<p class="empty">Nothing of this session is recorded, or it was removed with its time.</p>`;
    if (this.withSession !== undefined)
      return html`${trouble === undefined ? nothing : troubleView(trouble, again)}
        <vg-session-compare .host=${host} .steps=${all} ?whole=${this.#steps.whole} .withSession=${this.withSession}
          @vg-end=${() => this.#compareNone()}></vg-session-compare>`;
    return html`
      <div class="top">${this.#head(host, sessionId, all)} ${this.#controls(host, sessionId)}
        <vg-timeline .steps=${shown} .index=${index} .notes=${this.noted?.steps ?? noNotes} @vg-step=${(event: CustomEvent<{ index: number }>) => this.#go(event.detail.index)}></vg-timeline>
        ${trouble === undefined ? nothing : troubleView(trouble, again)}
      </div>
      ${host.sandbox === undefined ? nothing : html`<vg-sandbox .host=${host} .sessionId=${sessionId}></vg-sandbox>`}
      <div class="body" tabindex="0" role="region" aria-label="Step">
        ${this.keysOpen ? keysView(host) : nothing}
        ${this.#body()}
        ${this.#notesPart()}
      </div>
      <div class=${this.spoken === '' ? 'unseen' : 'said muted'} role="status">${this.spoken}</div>`;
  }

  /** The record whose decision shows, which may be one of another session. */
  get decided(): string | undefined {
    return this.renderRoot.querySelector('vg-session-compare')?.decided ?? this.recordId;
  }

  /** Puts the steps of another session beside those of this one, and the focus there. */
  compareWith(session: string): void {
    this.#playback.pause();
    this.choosing = false;
    this.withSession = session;
    void this.updateComplete.then(() => this.renderRoot.querySelector('vg-session-compare')?.focus());
  }

  /**
   * Lets somebody choose the session to compare this one with: in the player's place, unless whoever hears `vg-choose-other`
   * prevents that, as where a list stands beside it.
   */
  chooseOther(): void {
    this.#playback.pause();
    const event = new CustomEvent('vg-choose-other', { bubbles: true, composed: true, cancelable: true });
    if (!this.dispatchEvent(event)) return;
    this.choosing = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector('vg-sessions')?.focusRows());
  }

  #compareNone(): void {
    const had = this.choosing || this.withSession !== undefined;
    this.choosing = false;
    this.withSession = undefined;
    if (had) void this.updateComplete.then(() => this.focus());
  }

  #chooser(): TemplateResult {
    return html`<vg-sessions class="chooser" .host=${this.host} .sessionId=${this.sessionId} choosing
      @vg-choosing=${() => this.#compareNone()}
      @vg-compare=${(event: CustomEvent<{ session: string }>) => this.compareWith(event.detail.session)}></vg-sessions>`;
  }

  #head(host: ReplayHost, sessionId: string, all: readonly Step[]): TemplateResult {
    const { shown } = this;
    const { whole, handshakes } = this.#steps;
    return headView(
      { steps: shown, whole, hidden: all.length - shown.length, handshakes, notes: this.noted?.notes.length },
      sessionActsView(
        { host, sessionId, open: this.actsOpen },
        {
          compare: () => this.#do('compare-sessions'),
          export: () => void this.exportShown(),
          toggle: () => {
            this.actsOpen = !this.actsOpen;
          },
        },
      ),
      { handshakes: () => this.#toggleHandshakes(), notes: () => this.#do('note') },
    );
  }

  #controls(host: ReplayHost, sessionId: string): TemplateResult {
    const { shown, index, keysOpen } = this;
    const { playing, speed } = this.#playback;
    return controlsView(
      {
        ...{ host, sessionId, recordId: this.recordId ?? '', steps: shown, index, playing, speed, keysOpen },
        noted: this.noted?.steps ?? noNotes,
        keeping: this.kept !== undefined,
        canKeep: this.#step.content !== undefined,
      },
      {
        action: (action) => this.#do(action),
        speed: (chosen) => {
          this.#playback.speed = chosen;
        },
        copy: (text, what) => void this.copy(text, what),
      },
    );
  }

  #body(): TemplateResult {
    const { host, kept } = this;
    const { content, trouble } = this.#step;
    if (trouble !== undefined) return troubleView(trouble, () => this.#show());
    if (content === undefined) return skeletonView('the step');
    if (kept !== undefined && kept.record.header.id !== content.record.header.id)
      return compareView(kept, content, () => this.#do('compare'));
    return stepView(host, content, this.look, {
      look: (look) => {
        this.look = look;
      },
      copy: (text, what) => void this.copy(text, what),
    });
  }

  #load(): void {
    this.#playback.pause();
    this.#step.clear();
    this.noted = undefined;
    this.#noStep = undefined;
    this.#steps.load(this.host, this.sessionId);
  }

  /** Some or all steps are known: where none of them is open, the session opens at its first. */
  #known(): void {
    const isThere = this.recordId !== undefined && this.#steps.has(this.recordId);
    if (!isThere && (this.#steps.whole || this.recordId === undefined)) {
      this.#noStep = this.recordId;
      this.recordId = this.#steps.opening?.header.id;
      this.#openNote();
    }
    this.#show();
    this.requestUpdate();
  }

  #show(): void {
    void this.#step.show(this.recordId, () => this.shown[this.index + 1]?.header.id);
  }

  #go(index: number | undefined): void {
    const step = index === undefined ? undefined : this.shown[index];
    if (step === undefined) {
      this.say('There is no further one.');
      return;
    }
    this.look = { ...this.look, rows: 1 };
    this.spoken = '';
    this.recordId = step.header.id;
    this.dispatchEvent(
      new CustomEvent('vg-step', { bubbles: true, composed: true, detail: { record: step.header.id } }),
    );
  }

  #key(event: KeyboardEvent): void {
    const action = pressedAction(event);
    if (action === undefined || this.#steps.all === undefined) return;
    // Where other things show, the keys are theirs.
    if ((this.choosing || this.withSession !== undefined) && action !== 'compare-sessions') return;
    event.preventDefault();
    event.stopPropagation();
    this.#do(action);
  }

  #do(action: PlayerAction): void {
    const { shown, index } = this;
    const { content } = this.#step;
    const jump = (direction: 1 | -1, holds: (step: Step) => boolean): void =>
      this.#go(nextStep(shown, index, direction, holds));
    const actions: Readonly<Record<PlayerAction, () => void>> = {
      play: () => (this.#playback.playing ? this.#playback.pause() : this.#play()),
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
        this.look = { ...this.look, cardOpen: !this.look.cardOpen };
      },
      rule: () => this.#openRule(),
      today: () => void this.#askToday(),
      test: () => void this.#makeTest(),
      note: () => {
        const notes = this.#notes;
        if (notes === null || notes.hidden) this.say('There are no notes here.');
        else notes.focus();
      },
      'next-note': () => this.#toNote(1),
      'previous-note': () => this.#toNote(-1),
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
      'compare-sessions': () => {
        if (this.choosing || this.withSession !== undefined) this.#compareNone();
        else this.chooseOther();
      },
      keys: () => {
        this.keysOpen = !this.keysOpen;
      },
    };
    if (action !== 'play') this.#playback.pause();
    actions[action]();
  }

  #openRule(): void {
    const { content } = this.#step;
    const place = content === undefined ? undefined : cardLines(content.record).first?.place;
    if (place !== undefined && this.host?.openRule !== undefined) this.host.openRule(place);
    else this.say('The place of this rule is not told to you, or cannot be opened here.');
  }

  get #notes(): VgNotes | null {
    return this.renderRoot.querySelector('vg-notes');
  }

  #notesPart(): TemplateResult | typeof nothing {
    const { host, shown } = this;
    const connection = this.#steps.all?.[0]?.header.connection;
    // A look at notes is recorded, a refused one too: none is taken where no rule lets review anything.
    if (host?.notes === undefined || connection === undefined || !host.notes.connections.includes(connection))
      return nothing;
    const stepOf = (record: string): number | undefined => {
      const at = shown.findIndex(({ header }) => header.id === record);
      return at < 0 ? undefined : at + 1;
    };
    return html`<vg-notes .host=${host} .sessionId=${this.sessionId} .recordId=${this.recordId} .stepOf=${stepOf} @focusin=${() => this.#playback.pause()}
      @vg-notes=${(event: CustomEvent<{ notes: readonly Note[] }>) => {
        const { notes } = event.detail;
        // Where none can be written, there is nothing to say of none.
        if (notes.length > 0 || host.notes?.add !== undefined)
          this.noted = { notes, steps: notedSteps(notes) };
        this.#openNote();
      }}
      @vg-step=${(event: CustomEvent<{ record: string }>) => this.#goTo(event.detail.record)}
      @vg-leave=${() => this.renderRoot.querySelector<HTMLElement>('.body')?.focus()}></vg-notes>`;
  }

  /** A note that a search found leads to what it stands beside. */
  #openNote(): void {
    const note = this.noted?.notes.find(({ id }) => id === this.#noStep);
    if (note === undefined) return;
    this.#noStep = undefined;
    if (note.record !== undefined) this.#goTo(note.record);
    void this.updateComplete.then(() => this.#notes?.scrollIntoView({ block: 'nearest' }));
  }

  #toNote(direction: 1 | -1): void {
    const notes = this.noted?.steps ?? noNotes;
    const at = nextStep(this.shown, this.index, direction, ({ header }) => notes.has(header.id));
    this.#go(at);
    const beside = at === undefined ? undefined : notes.get(this.shown[at]?.header.id ?? '');
    if (beside !== undefined) this.say(`${counted(beside, 'note')} beside this step.`);
  }

  /** To a step by its record, also one that is hidden until asked for. */
  #goTo(record: string): void {
    if (!this.#steps.has(record)) {
      this.say('That step is not in this session any more, or not for you to see.');
      return;
    }
    this.recordId = record;
    this.dispatchEvent(new CustomEvent('vg-step', { bubbles: true, composed: true, detail: { record } }));
  }

  async #askToday(): Promise<void> {
    if (this.host?.askToday === undefined) return;
    this.kept = undefined;
    this.look = { ...this.look, cardOpen: true };
    await this.updateComplete;
    const card = this.renderRoot.querySelector<VgDecisionCard>('vg-decision-card');
    await card?.askToday();
  }

  async #makeTest(): Promise<void> {
    const { host } = this;
    const { content } = this.#step;
    if (host?.makePolicyTest === undefined || content === undefined) return;
    try {
      await host.makePolicyTest(content.record.header.id);
    } catch (error) {
      const { message, remedy } = troubleOf(error);
      this.say(`${message} ${remedy}`);
    }
  }

  #faster(by: 1 | -1): void {
    this.#playback.faster(by);
    this.say(`Speed ${this.#playback.speed}.`);
  }

  #play(): void {
    if (this.index >= this.shown.length - 1) this.#go(0);
    this.#playback.play();
  }

  #toggleHandshakes(): void {
    this.#steps.handshakes = !this.#steps.handshakes;
    this.requestUpdate();
  }
}

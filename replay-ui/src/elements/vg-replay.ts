import { css, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles } from '../theme/base-styles.ts';
import { pressedAction } from './player/pressed-action.ts';
import type { VgPlayer } from './player/vg-player.ts';
import { ReplayElement } from './replay-element.ts';
import type { VgSessions } from './sessions/vg-sessions.ts';

/**
 * The list of sessions and the player beside each other, for places that have room for both. A host without
 * `openSession` is all it needs.
 */
export class VgReplay extends ReplayElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: grid; grid-template-columns: clamp(240px, 30%, 420px) minmax(0, 1fr); height: 100%; min-height: 0;
        background: var(--vg-surface); }
      vg-sessions { border-inline-end: 1px solid var(--vg-border); min-height: 0; }
      vg-player { min-height: 0; }
      @media (max-width: 700px) { :host { grid-template-columns: minmax(0, 1fr); grid-template-rows: 40% 60%; } }
    `,
  ];
  static override properties: PropertyDeclarations = {
    query: { type: String },
    sessionId: { type: String, attribute: 'session-id' },
    recordId: { type: String, attribute: 'record-id' },
    choosing: { state: true },
  };

  /** What is looked for; what somebody looks for in the list then counts. */
  declare query: string;
  declare sessionId: string | undefined;
  declare recordId: string | undefined;
  /** Whether a press in the list chooses the session to compare the open one with. */
  declare protected choosing: boolean;
  /** Whether it was in the player that somebody began to choose: the focus goes back to there. */
  #fromPlayer = false;

  constructor() {
    super();
    this.query = '';
    this.choosing = false;
    // While one chooses the focus is in the list, which has none of the player's keys.
    this.addEventListener('keydown', (event) => {
      if (!this.choosing || pressedAction(event) !== 'compare-sessions') return;
      event.preventDefault();
      event.stopPropagation();
      this.#choose(false);
    });
  }

  /** Has the records that are found taken away, asking how; where nothing is looked for, the session that shows. */
  async exportShown(): Promise<void> {
    const list = this.#list;
    const player = this.#player;
    if (list?.query === '' && this.sessionId !== undefined) await player?.exportShown();
    else await list?.exportFound();
  }

  /** Puts the steps of another session beside those of the one that is open. */
  compareWith(session: string): void {
    void this.updateComplete.then(() => this.#player?.compareWith(session));
  }

  get #list(): VgSessions | null {
    return this.renderRoot.querySelector('vg-sessions');
  }

  get #player(): VgPlayer | null {
    return this.renderRoot.querySelector('vg-player');
  }

  #choose(choosing: boolean, fromPlayer = false): void {
    const goesBack = !choosing && this.#fromPlayer;
    this.choosing = choosing;
    this.#fromPlayer = choosing && fromPlayer;
    void this.updateComplete.then(() => (goesBack ? this.#player?.focus() : this.#list?.focusRows()));
  }

  override render(): TemplateResult {
    return html`
      <vg-sessions .host=${this.host} .query=${this.query} .sessionId=${this.sessionId} comparable ?choosing=${this.choosing}
        @vg-choosing=${(event: CustomEvent<{ choosing: boolean }>) => this.#choose(event.detail.choosing)}
        @vg-compare=${(event: CustomEvent<{ session: string }>) => {
          this.choosing = false;
          this.#fromPlayer = false;
          this.#player?.compareWith(event.detail.session);
        }}
        @vg-open=${(event: CustomEvent<{ session: string; record?: string }>) => {
          this.sessionId = event.detail.session;
          this.recordId = event.detail.record;
        }}></vg-sessions>
      <vg-player .host=${this.host} .sessionId=${this.sessionId} .recordId=${this.recordId}
        @vg-choose-other=${(event: Event) => {
          // The list is there to choose from.
          event.preventDefault();
          this.#choose(!this.choosing, true);
        }}
        @vg-step=${(event: CustomEvent<{ record?: string }>) => {
          if (event.detail.record !== undefined) this.recordId = event.detail.record;
        }}></vg-player>`;
  }
}

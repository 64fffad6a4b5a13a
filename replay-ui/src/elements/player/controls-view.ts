import { html, nothing, type TemplateResult } from 'lit';
import type { ReplayHost } from '../../host/replay-host.ts';
import { isMasked, isRefused, nextStep, type Step } from '../../records/step.ts';
import { count } from '../../text/amounts.ts';
import { absoluteTime, preciseTime } from '../../text/times.ts';
import { type Speed, speeds } from '../../timeline/play-delay.ts';
import { type PlayerAction, playerKeys } from './player-keys.ts';

/** Where the player is, and what can be done there. */
export interface Controls {
  readonly host: ReplayHost;
  readonly sessionId: string;
  readonly recordId: string;
  readonly steps: readonly Step[];
  readonly index: number;
  readonly playing: boolean;
  readonly speed: Speed;
  /** How many notes stand beside each record that has any. */
  readonly noted: ReadonlyMap<string, number>;
  /** Whether a step is kept to compare others with, and whether this one can be. */
  readonly keeping: boolean;
  readonly canKeep: boolean;
  readonly keysOpen: boolean;
}

/** The player's buttons. */
export function controlsView(
  at: Controls,
  on: {
    readonly action: (action: PlayerAction) => void;
    readonly speed: (speed: Speed) => void;
    readonly copy: (text: string, what: string) => void;
  },
): TemplateResult {
  const { host, sessionId, recordId, steps, index } = at;
  const button = (action: PlayerAction, sign: unknown, label: string, off = false): TemplateResult =>
    html`<button type="button" title=${`${label} (${playerKeys.find((one) => one.action === action)?.keys[0] ?? ''})`} aria-label=${label} aria-disabled=${off ? 'true' : 'false'} @click=${() => off || on.action(action)}>${sign}</button>`;
  const none = (holds: (step: Step) => boolean): boolean => nextStep(steps, index, 1, holds) === undefined;
  const instant = steps[index]?.at ?? 0;
  return html`<div class="row controls" role="toolbar" aria-label="Player">
    ${button('previous', '◀◀', 'step before', index === 0)}
    ${button('play', at.playing ? '❚❚' : '▶', at.playing ? 'pause' : 'play', steps.length < 2)}
    ${button('next', '▶▶', 'next step', index >= steps.length - 1)}
    <label class="unseen" for="speed">Speed</label>
    <select id="speed" @change=${(event: Event) => on.speed(Number((event.target as HTMLSelectElement).value) as Speed)}>${speeds.map((speed) => html`<option value=${speed} ?selected=${speed === at.speed}>${speed}×</option>`)}</select>
    ${button('next-refusal', html`next <span class="deny">⊘</span>`, 'next refusal', none(isRefused))}
    ${button('next-mask', html`next <span class="mask">▒</span>`, 'next masked answer', none(isMasked))}
    ${
      at.noted.size === 0
        ? nothing
        : button(
            'next-note',
            'next ✎',
            'next note',
            none(({ header }) => at.noted.has(header.id)),
          )
    }
    <span class="muted" title=${absoluteTime(instant)}>step ${count(index + 1)} of ${count(steps.length)} · ${preciseTime(instant)}</span>
    <span class="grow"></span>
    <button type="button" aria-pressed=${at.keeping ? 'true' : 'false'} ?disabled=${!at.canKeep} title="Keep this step, and compare others with it (p)" @click=${() => on.action('compare')}>compare</button>
    ${host.linkTo === undefined ? nothing : html`<button type="button" @click=${() => on.copy(host.linkTo?.(sessionId, recordId) ?? '', 'Link to this step')}>copy link</button>`}
    <button type="button" aria-expanded=${at.keysOpen ? 'true' : 'false'} title="Keys (?)" aria-label="Keys" @click=${() => on.action('keys')}>?</button>
  </div>`;
}

import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { ReplaySandbox, SandboxCounts, SandboxStanding } from '../../host/replay-sandbox.ts';
import { counted } from '../../text/amounts.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { ReplayElement } from '../replay-element.ts';
import { countsText, spokenOf } from './sandbox-words.ts';

/**
 * How the stand-in for the stores of a session stands: whether it is ready and where, how programs are run in it, what was
 * asked and could not be answered. Hidden where there is none.
 */
export class VgSandbox extends ReplayElement {
  static override styles = [
    baseStyles,
    css`
      :host { border-bottom: 1px solid var(--vg-border); padding: 6px 10px; max-height: 40%; overflow: auto; flex: none; }
      section { display: grid; gap: 4px; }
      .row { align-items: center; }
      .trouble { margin: 0; }
      li { overflow-wrap: anywhere; padding-inline-start: 1.6em; text-indent: -1.6em; }
      li .sign { text-indent: 0; }
    `,
  ];
  static override properties: PropertyDeclarations = {
    sessionId: { type: String },
    standing: { state: true },
  };

  declare sessionId: string | undefined;
  declare protected standing: SandboxStanding | undefined;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('host') || changed.has('sessionId')) this.#watch();
    this.hidden = this.standing === undefined;
  }

  override render(): TemplateResult | typeof nothing {
    const { standing, sessionId } = this;
    const sandbox = this.host?.sandbox;
    if (standing === undefined || sandbox === undefined || sessionId === undefined) return nothing;
    return html`<section aria-label="Sandbox">${this.#view(standing, sandbox, sessionId)}</section>
      <div class="unseen" role="status">${this.spoken}</div>`;
  }

  #view(standing: SandboxStanding, sandbox: ReplaySandbox, session: string): TemplateResult {
    const button = (label: string, title: string, act: () => void): TemplateResult =>
      html`<button type="button" title=${title} @click=${act}>${label}</button>`;
    const again = button('start again', 'From the first step of the recording', () => sandbox.start(session));
    const close = button('close', 'This line goes', () => sandbox.dismiss(session));
    switch (standing.state) {
      case 'starting':
        return html`<div class="row"><span><span class="sign monitor" aria-hidden="true">◌</span> <b>sandbox</b> starting: its recording is read and verified</span>
          <span class="grow"></span>${button('cancel', 'Start no sandbox', () => sandbox.stop(session))}</div>`;
      case 'ready':
        return html`
          <div class="row"><span><span class="sign allow" aria-hidden="true">●</span> <b>sandbox</b> ready at <code>${visibleLine(standing.address)}</code></span>
            <span class="muted wrap">answers for ${visibleLine(standing.names.join(', '))}; no store is asked</span></div>
          <div class="row">${sandbox.ways.map(({ label, title, run }) => button(label, title, () => run(session)))}
            ${button('stop', 'End the sandbox: programs in it get no more answers', () => sandbox.stop(session))}</div>
          ${this.#counts(standing.counts)}`;
      case 'ended':
        return html`<div class="row"><span><span class="sign monitor" aria-hidden="true">○</span> <b>sandbox</b> ended</span>
            <span class="grow"></span>${again}${close}</div>
          ${this.#counts(standing.counts)}`;
      case 'failed': {
        const { message, remedy, command } = standing;
        return html`<div class="trouble" role="alert">
            <p><span class="sign deny" aria-hidden="true">⚠</span> <b>sandbox</b> ${visibleLine(message)}</p>
            <p>${visibleLine(remedy)}</p></div>
          <div class="row">${again}
            ${command === undefined ? nothing : button('copy the command', 'For a terminal: the program goes behind it', () => void this.copy(command, 'Command'))}
            ${close}</div>`;
      }
    }
  }

  #counts(counts: SandboxCounts): TemplateResult {
    const { notAnswered, latest, answered, programs, missing, missingWhy = '' } = counts;
    const nobody = answered + notAnswered + programs === 0;
    return html`<p>${nobody ? `Nothing was asked yet of its ${counted(counts.steps, 'recorded step')}.` : `${countsText(counts)}.`}</p>
      ${missing === 0 ? nothing : html`<p class="muted">${counted(missing, 'recorded step')} cannot be answered. ${visibleLine(missingWhy)}</p>`}
      ${
        latest.length === 0
          ? nothing
          : html`<ul aria-label="Calls that were not answered">${latest.map(
              ({ call, why }) =>
                html`<li><span class="sign deny" aria-hidden="true">✗</span> <code>${visibleLine(call)}</code>: ${visibleLine(why)}</li>`,
            )}</ul>
            ${notAnswered > latest.length ? html`<p class="muted">and ${counted(notAnswered - latest.length, 'call')} before these</p>` : nothing}`
      }`;
  }

  #watch(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.standing = undefined;
    const { host, sessionId } = this;
    if (!this.isConnected || host?.sandbox === undefined || sessionId === undefined) return;
    this.#stop = host.sandbox.watch(sessionId, (standing) => {
      const spoken = spokenOf(this.standing, standing);
      this.standing = standing;
      if (spoken !== undefined) this.say(spoken);
    });
  }
}

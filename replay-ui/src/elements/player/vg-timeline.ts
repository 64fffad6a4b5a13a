import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { askedText } from '../../records/asked-text.ts';
import type { Step } from '../../records/step.ts';
import { counted, duration } from '../../text/amounts.ts';
import { clockTime, preciseTime } from '../../text/times.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { type AxisMark, axisMarks } from '../../timeline/axis-marks.ts';
import { type NoteMark, noteMarks } from '../../timeline/note-marks.ts';
import { type StepAxis, stepAxis } from '../../timeline/step-axis.ts';

/** Pixels that one mark takes. */
const markWidth = 14;

/** What a step is, in one line for whoever hears it. */
export const stepText = ({ header, mark, at }: Step): string =>
  `${mark.word}: ${visibleLine(askedText(header))}, ${preciseTime(at)}`;

/**
 * The steps of a session along time, as one slider: arrows step, Home and End go to the ends, a press goes to a mark. It
 * fires `vg-step` with the index.
 */
export class VgTimeline extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { padding: 0 10px; }
      .axis { position: relative; height: 34px; cursor: pointer; }
      .line { position: absolute; inset-inline: 0; top: 16px; border-top: 2px solid var(--vg-border); }
      .gap { position: absolute; top: 18px; transform: translateX(-50%); font-size: 0.8em; color: var(--vg-muted);
        white-space: nowrap; pointer-events: none; background: var(--vg-surface); padding: 0 2px; top: 6px; }
      .mark { position: absolute; top: 6px; width: 14px; margin-inline-start: -7px; text-align: center;
        background: var(--vg-surface); line-height: 20px; font-weight: 600; }
      .mark.handshake { font-weight: 400; }
      /* In a lane of its own below the steps, and another sign than any of theirs. */
      .noted { height: 50px; }
      .beside { position: absolute; top: 32px; width: 14px; margin-inline-start: -7px; text-align: center; line-height: 16px;
        color: var(--vg-text); }
      .now { position: absolute; top: 1px; height: 30px; width: 22px; margin-inline-start: -11px; border-radius: 4px;
        border: 2px solid var(--vg-focus); pointer-events: none; }
      .ends { display: flex; justify-content: space-between; }
    `,
  ];
  static override properties = {
    steps: { attribute: false },
    index: { type: Number },
    notes: { attribute: false },
    room: { state: true },
  };

  declare steps: readonly Step[];
  /** Index of the step that shows. */
  declare index: number;
  /** How many notes stand beside each record that has any. */
  declare notes: ReadonlyMap<string, number>;
  declare protected room: number;
  #axis: StepAxis = { places: [], folded: [] };
  #marks: readonly AxisMark[] = [];
  #notes: readonly NoteMark[] = [];
  #resized: ResizeObserver | undefined;

  constructor() {
    super();
    this.steps = [];
    this.index = 0;
    this.notes = new Map();
    this.room = 40;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized = new ResizeObserver(([entry]) => {
      if (entry !== undefined) this.room = Math.max(4, Math.floor(entry.contentRect.width / markWidth));
    });
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized?.disconnect();
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.axis')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('steps')) this.#axis = stepAxis(this.steps);
    if (changed.has('steps') || changed.has('room'))
      this.#marks = axisMarks(this.steps, this.#axis.places, this.room);
    if (changed.has('steps') || changed.has('room') || changed.has('notes'))
      this.#notes = noteMarks(this.steps, this.#axis.places, this.room, this.notes);
  }

  protected override updated(): void {
    // Positions are set through the object model, which a strict content policy lets pass, not as attributes.
    for (const placed of this.renderRoot.querySelectorAll<HTMLElement>('[data-at]'))
      placed.style.insetInlineStart = `${Number(placed.dataset.at) * 100}%`;
  }

  override render(): TemplateResult | typeof nothing {
    const { steps, index } = this;
    const step = steps[index];
    const [first, last] = [steps[0], steps.at(-1)];
    if (step === undefined || first === undefined || last === undefined) return nothing;
    return html`
      <div class=${this.#notes.length === 0 ? 'axis' : 'axis noted'} role="slider" tabindex="0" aria-label="Step" aria-orientation="horizontal"
        aria-valuemin="1" aria-valuemax=${steps.length} aria-valuenow=${index + 1}
        aria-valuetext=${`Step ${index + 1} of ${steps.length}, ${stepText(step)}${this.#notesAt(step)}`} @click=${this.#press}>
        <div class="line"></div>
        ${this.#axis.folded.map(({ at, milliseconds }) => html`<span class="gap" aria-hidden="true" data-at=${at}>⋯ ${duration(milliseconds)}</span>`)}
        ${this.#marks.map(
          ({
            at,
            kind,
            sign,
            step: its,
            steps: many,
            handshake,
          }) => html`<span class="mark ${kind} ${handshake ? 'handshake' : ''}" aria-hidden="true" data-at=${at} data-step=${its}
            title=${many > 1 ? `${many} steps; ${stepText(steps[its]!)}` : stepText(steps[its]!)}>${handshake && kind === 'allow' ? '·' : sign}</span>`,
        )}
        ${this.#notes.map(
          ({ at, step: its, notes }) =>
            html`<span class="beside" aria-hidden="true" data-at=${at} data-step=${its} title=${counted(notes, 'note')}>✎</span>`,
        )}
        <span class="now" data-at=${this.#axis.places[index] ?? 0}></span>
      </div>
      <div class="ends muted"><span>${clockTime(first.at)}</span><span>${clockTime(last.at)}</span></div>`;
  }

  #notesAt({ header }: Step): string {
    const notes = this.notes.get(header.id);
    return notes === undefined ? '' : `, ${counted(notes, 'note')}`;
  }

  #press = (event: MouseEvent): void => {
    const axis = event.currentTarget as HTMLElement;
    const mark = (event.target as HTMLElement).closest<HTMLElement>('.mark, .beside');
    const { left, width } = axis.getBoundingClientRect();
    const index = mark === null ? this.#nearest((event.clientX - left) / width) : Number(mark.dataset.step);
    this.dispatchEvent(new CustomEvent('vg-step', { detail: { index } }));
  };

  #nearest(share: number): number {
    const { places } = this.#axis;
    let low = 0;
    let high = places.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle]! < share) low = middle + 1;
      else high = middle;
    }
    return low > 0 && share - places[low - 1]! < places[low]! - share ? low - 1 : low;
  }
}

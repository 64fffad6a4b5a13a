import { Widget } from '@lumino/widgets';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { AskedChoice, BaseChoice, ReportChoice } from './report-choice.ts';

const bases: Readonly<Record<BaseChoice['from'], string>> = {
  live: 'live: what the gateway has in force',
  saved: 'saved: what is on the disk',
  record: 'what was decided then, whichever policies were in force',
  other: 'another file or folder',
};

/** Days back, as people say them. */
const periods = [
  [1, 'the last day'],
  [7, 'the last 7 days'],
  [30, 'the last 30 days'],
] as const;

export interface FormOptions {
  readonly bases: readonly BaseChoice['from'][];
  /** Absent: nothing is decided again. */
  readonly asked?: readonly AskedChoice['from'][];
}

/** Asks what policies are compared with, and which recorded operations are decided again. */
export class ChoiceForm extends Widget {
  private readonly options: FormOptions;
  private base: BaseChoice['from'];
  private path = '';
  private asked: string;
  private recorded = '';

  constructor(options: FormOptions) {
    super();
    this.options = options;
    this.base = options.bases[0] ?? 'other';
    this.asked = options.asked?.includes('gateway') === true ? '7' : 'file';
    this.addClass('vg-ChoiceForm');
    this.draw();
  }

  /** What was chosen. @throws what is missing, in words */
  choice(): ReportChoice {
    const base: BaseChoice =
      this.base === 'other'
        ? { from: 'other', path: named(this.path, 'name the file or folder to compare with') }
        : { from: this.base };
    if (this.options.asked === undefined) return { base };
    const asked: AskedChoice =
      this.asked === 'file'
        ? { from: 'file', path: named(this.recorded, 'name the file of recorded operations') }
        : { from: 'gateway', days: Number(this.asked) };
    return { base, asked };
  }

  private draw(): void {
    const { bases: offered, asked } = this.options;
    render(
      html`
        ${selectView(
          'Compare with',
          offered.map((value) => [value, bases[value]]),
          this.base,
          (value) => {
            this.base = value as BaseChoice['from'];
          },
          () => this.draw(),
        )}
        ${this.base === 'other' ? this.pathView('Its path, from the top folder', 'path') : nothing}
        ${
          asked === undefined
            ? nothing
            : html`
              ${selectView(
                'Decide again what was asked',
                [
                  ...(asked.includes('gateway')
                    ? periods.map(([days, text]) => [String(days), text] as const)
                    : []),
                  ['file', 'in a file of recorded operations'],
                ],
                this.asked,
                (value) => {
                  this.asked = value;
                },
                () => this.draw(),
              )}
              ${this.asked === 'file' ? this.pathView('Path of the file, from the top folder', 'recorded') : nothing}`
        }`,
      this.node,
    );
  }

  private pathView(label: string, field: 'path' | 'recorded'): TemplateResult {
    return html`<label>${label}
      <input class="jp-mod-styled" type="text" spellcheck="false" .value=${this[field]} @input=${(
        event: Event,
      ) => {
        this[field] = (event.target as HTMLInputElement).value;
      }} /></label>`;
  }
}

function named(path: string, remedy: string): string {
  const name = path.trim().replace(/^\/+|\/+$/g, '');
  if (name === '' && path.trim() !== '/') throw new Error(`nothing is compared: ${remedy}.`);
  return name;
}

const selectView = (
  label: string,
  choices: readonly (readonly [value: string, text: string])[],
  chosen: string,
  choose: (value: string) => void,
  drawn: () => void,
): TemplateResult =>
  html`<label>${label}
    <select class="jp-mod-styled" .value=${chosen} @change=${(event: Event) => {
      choose((event.target as HTMLSelectElement).value);
      drawn();
    }}>${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}</select></label>`;

import { Widget } from '@lumino/widgets';
import { html, nothing, render, type TemplateResult } from 'lit';
import type { GitRevisions } from '../../server/policy-server.ts';
import type { AskedChoice, BaseChoice, ReportChoice } from './report-choice.ts';
import { wordsOf } from './words-of.ts';

const bases: Readonly<Record<BaseChoice['from'], string>> = {
  live: 'live: what the gateway has in force',
  saved: 'saved: what is on the disk',
  checkpoint: 'checkpoint: what was saved by hand last',
  revision: 'a revision of git',
  record: 'what was decided then, whichever policies were in force',
  other: 'another file or folder',
};

/** How far back, and how people say it. */
const usual: readonly (readonly [since: string, text: string])[] = [
  ['1d', 'the last day'],
  ['7d', 'the last 7 days'],
  ['30d', 'the last 30 days'],
];

const periodsWith = (own: string): typeof usual =>
  usual.some(([since]) => since === own) ? usual : [[own, `the last ${own}`], ...usual];

export interface FormOptions {
  readonly bases: readonly BaseChoice['from'][];
  /** Absent: nothing is decided again. */
  readonly asked?: readonly AskedChoice['from'][];
  /** How far back what was asked is decided again, unless somebody chooses otherwise. */
  readonly period?: string;
  /** What revisions of git there are. */
  readonly revisions?: () => Promise<GitRevisions>;
}

/** Asks what policies are compared with, and which recorded operations are decided again. */
export class ChoiceForm extends Widget {
  private readonly options: FormOptions;
  private base: BaseChoice['from'];
  private path = '';
  private asked: string;
  private recorded = '';
  private revision = 'HEAD';
  private revisions: GitRevisions | 'asked' | { readonly trouble: string } | undefined;

  constructor(options: FormOptions) {
    super();
    this.options = options;
    this.base = options.bases[0] ?? 'other';
    this.asked = options.asked?.includes('gateway') === true ? (options.period ?? '7d') : 'file';
    this.addClass('vg-ChoiceForm');
    this.draw();
  }

  /** What was chosen. @throws what is missing, in words */
  choice(): ReportChoice {
    const base: BaseChoice =
      this.base === 'other'
        ? { from: 'other', path: named(this.path, 'name the file or folder to compare with') }
        : this.base === 'revision'
          ? { from: 'revision', revision: written(this.revision, 'name a branch, a tag or a commit') }
          : { from: this.base };
    if (this.options.asked === undefined) return { base };
    const asked: AskedChoice =
      this.asked === 'file'
        ? { from: 'file', path: named(this.recorded, 'name the file of recorded operations') }
        : { from: 'gateway', since: this.asked };
    return { base, asked };
  }

  private draw(): void {
    const { bases: offered, asked, period = '7d' } = this.options;
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
        ${this.base === 'revision' ? this.revisionView() : nothing}
        ${this.base === 'other' ? this.pathView('Its path, from the top folder', 'path') : nothing}
        ${
          asked === undefined
            ? nothing
            : html`
              ${selectView(
                'Decide again what was asked',
                [
                  ...(asked.includes('gateway') ? periodsWith(period) : []),
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

  private revisionView(): TemplateResult {
    const { revisions } = this;
    if (revisions === undefined) this.askRevisions();
    const told = typeof revisions === 'object' && 'names' in revisions ? revisions : undefined;
    const trouble = typeof revisions === 'object' && 'trouble' in revisions ? revisions.trouble : undefined;
    return html`<label>A branch, a tag or a commit
      <input class="jp-mod-styled" type="text" spellcheck="false" list="vg-revisions" .value=${this.revision} @input=${(
        event: Event,
      ) => {
        this.revision = (event.target as HTMLInputElement).value;
      }} /></label>
      <datalist id="vg-revisions">
        ${told?.names.map((name) => html`<option value=${name}></option>`)}
        ${told?.commits.map(({ commit, subject, author }) => html`<option value=${commit.slice(0, 10)}>${subject} · ${author}</option>`)}
      </datalist>
      <p role="status">${trouble ?? (told === undefined ? 'Looking for revisions.' : 'Type one, or press ↓ for branches, tags and the last commits.')}</p>`;
  }

  private askRevisions(): void {
    this.revisions = 'asked';
    const asked = this.options.revisions?.() ?? Promise.reject(new Error('There is no git here.'));
    asked
      .then(
        (told) => {
          this.revisions = told;
        },
        (error: unknown) => {
          this.revisions = { trouble: wordsOf(error) };
        },
      )
      .finally(() => {
        if (!this.isDisposed) this.draw();
      });
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

function written(text: string, remedy: string): string {
  if (text.trim() === '') throw new Error(`nothing is compared: ${remedy}.`);
  return text.trim();
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

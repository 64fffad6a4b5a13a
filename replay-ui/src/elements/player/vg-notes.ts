import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import { longestNote, type Note } from '../../host/replay-notes.ts';
import { count, counted } from '../../text/amounts.ts';
import { absoluteTime, relativeTime } from '../../text/times.ts';
import { visibleLine, visibleText } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { ReplayElement } from '../replay-element.ts';
import { piecesView } from '../shared/pieces-view.ts';
import { skeletonView, troubleView } from '../shared/trouble-view.ts';
import { noteProblem } from './note-problem.ts';
import { notesStyles } from './notes-styles.ts';

/** From so many characters on it is told how many are left. */
const nearEnd = longestNote - 500;

/**
 * What reviewers wrote beside a session and its steps, and a field to write more. Texts are anybody's: they show as text.
 * `vg-notes` (`{ notes }`) tells which there are; `vg-step` (`{ record }`) that somebody wants to see the step of a note, `vg-leave`
 * that the keyboard goes back to the player.
 */
export class VgNotes extends ReplayElement {
  static override styles = [baseStyles, notesStyles];
  static override properties: PropertyDeclarations = {
    sessionId: { type: String },
    recordId: { type: String },
    stepOf: { attribute: false },
    notes: { state: true },
    trouble: { state: true },
    draft: { state: true },
    besideStep: { state: true },
    begunAt: { state: true },
    writing: { state: true },
    wrong: { state: true },
  };

  declare sessionId: string | undefined;
  /** The step that shows. */
  declare recordId: string | undefined;
  /** The number of a record's step, from 1; undefined where it is none. */
  declare stepOf: ((record: string) => number | undefined) | undefined;
  declare protected notes: readonly Note[] | undefined;
  declare protected trouble: Trouble | undefined;
  declare protected draft: string;
  declare protected besideStep: boolean;
  /** The step that showed when somebody began to write, which the note is about; undefined: nobody did. */
  declare protected begunAt: string | undefined;
  declare protected writing: boolean;
  /** Why what is written cannot be a note, or was not kept. */
  declare protected wrong: string | undefined;
  #asked = 0;
  /** What somebody began to write, and at which step, by session. */
  readonly #drafts = new Map<string, { readonly text: string; readonly begunAt: string | undefined }>();

  constructor() {
    super();
    this.draft = '';
    this.besideStep = true;
    this.writing = false;
  }

  /** The keyboard goes to where a note is written. */
  override focus(): void {
    const root = this.renderRoot;
    const field = root.querySelector<HTMLElement>('textarea') ?? root.querySelector<HTMLElement>('button');
    (field?.closest('.write') ?? field)?.scrollIntoView({ block: 'nearest' });
    field?.focus({ preventScroll: true });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('sessionId')) {
      const before = changed.get('sessionId') as string | undefined;
      if (before !== undefined) this.#drafts.set(before, { text: this.draft, begunAt: this.begunAt });
      const { text = '', begunAt } = this.#drafts.get(this.sessionId ?? '') ?? {};
      this.draft = text;
      this.begunAt = begunAt;
      this.wrong = undefined;
    }
    if (changed.has('sessionId') || changed.has('host')) void this.#load();
    // Where none can be written, there is nothing to say of none.
    this.hidden = this.host?.notes?.add === undefined && this.trouble === undefined && !this.notes?.length;
  }

  override render(): TemplateResult | typeof nothing {
    const notes = this.host?.notes;
    if (notes === undefined || this.sessionId === undefined) return nothing;
    return html`<section aria-label="Notes">
      <div class="row">
        <h3>notes</h3>
        <span class="grow"></span>
        <button type="button" class="plain" title="Look for new notes" aria-label="Look for new notes" @click=${() => void this.#load()}>⟳</button>
      </div>
      ${this.#list()}
      ${notes.add === undefined ? nothing : this.#form()}
      <div class="unseen" role="status">${this.spoken}</div>
    </section>`;
  }

  #list(): TemplateResult {
    const { notes, trouble, recordId } = this;
    if (notes === undefined)
      return trouble === undefined
        ? skeletonView('the notes')
        : troubleView(trouble, () => void this.#load());
    const here = notes.filter(({ record }) => record !== undefined && record === recordId);
    const others = notes.filter((note) => !here.includes(note));
    const now = Date.now();
    return html`
      ${trouble === undefined ? nothing : troubleView(trouble, () => void this.#load())}
      ${
        notes.length === 0
          ? html`<p class="muted">Nothing is noted yet beside this session.</p>`
          : html`<ul>${[...here, ...others].map((note) => this.#note(note, now))}</ul>`
      }`;
  }

  #note({ who, time, record, text, why }: Note, now: number): TemplateResult {
    const at = Date.parse(time);
    const isHere = record !== undefined && record === this.recordId;
    const place =
      record === undefined
        ? html`<span class="muted">beside the session</span>`
        : isHere
          ? html`<span class="muted">beside this step</span>`
          : html`<button type="button" class="link" @click=${() => this.#tell('vg-step', { record })}>beside ${this.#stepName(record)}</button>`;
    const gone = why === undefined ? 'forgotten with its session' : visibleLine(why);
    return html`<li class=${isHere ? 'here' : ''}>
      <div class="row">
        <span title=${visibleLine(`${who.issuer}:${who.subject}`)}>${visibleLine((who.name ?? who.subject).slice(0, 200))}</span>
        <time class="muted" datetime=${time} title=${absoluteTime(at)}>${relativeTime(at, now)}</time>
        ${place}
      </div>
      ${
        text === null
          ? html`<p class="muted">${gone}</p>`
          : html`<p class="text" dir="auto">${piecesView(visibleText(text))}</p>`
      }
    </li>`;
  }

  #stepName(record: string): string {
    const step = this.stepOf?.(record);
    return step === undefined ? `${record.slice(0, 10)}…` : `step ${count(step)}`;
  }

  #form(): TemplateResult {
    const { draft, writing, wrong, besideStep, begunAt, recordId } = this;
    const over = draft.length > longestNote;
    const choice = (checked: boolean, label: string, choose: () => void): TemplateResult =>
      html`<label><input type="radio" name="beside" .checked=${live(checked)} @change=${choose}>${label}</label>`;
    // Another step shows than the one that it was begun at.
    const moved = begunAt !== undefined && begunAt !== recordId;
    // Each in a place of its own: the keyboard stays where it is when one comes or goes.
    const choices = html`${
      moved
        ? choice(besideStep, this.#stepName(begunAt), () => {
            this.besideStep = true;
          })
        : nothing
    }${choice(besideStep && !moved, 'this step', () => {
      this.besideStep = true;
      if (moved) this.begunAt = recordId;
    })}${choice(!besideStep, 'the session', () => {
      this.besideStep = false;
    })}`;
    // No form: nothing of it is ever to be sent anywhere by the page itself.
    return html`<div class="write">
      <label class="unseen" for="note">A note</label>
      <textarea id="note" .value=${draft} rows="3" ?readonly=${writing} placeholder="What is to be remembered of this? Write no values of data into it."
        aria-describedby=${wrong === undefined ? 'rules' : 'wrong rules'} aria-invalid=${over || wrong !== undefined ? 'true' : 'false'}
        @input=${this.#typed} @keydown=${this.#key}></textarea>
      ${wrong === undefined ? nothing : html`<p class="wrong" id="wrong" role="alert">${wrong}</p>`}
      ${draft.length > nearEnd ? html`<p class=${over ? 'wrong' : 'muted'}>${count(draft.length)} of ${counted(longestNote, 'character')}</p>` : nothing}
      <div class="row">
        <fieldset><legend>beside</legend>${choices}</fieldset>
        <span class="grow"></span>
        <button type="button" class="main" title="Ctrl+Enter" aria-disabled=${writing ? 'true' : 'false'} @click=${() => void this.#write()}>${writing ? 'writing …' : 'write note'}</button>
      </div>
      <p class="muted" id="rules">It stays as it is, with your name. Whoever may review this reads it.</p>
    </div>`;
  }

  #typed = (event: InputEvent): void => {
    this.draft = (event.target as HTMLTextAreaElement).value;
    // Whatever shows by the time it is written, it is about what was seen when it was begun.
    this.begunAt = this.draft === '' ? undefined : (this.begunAt ?? this.recordId);
    this.wrong = undefined;
  };

  #key = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.#write();
    else if (event.key === 'Escape') this.#tell('vg-leave', {});
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  async #write(): Promise<void> {
    const { host, sessionId, draft } = this;
    const recordId = this.begunAt ?? this.recordId;
    const add = host?.notes?.add;
    if (add === undefined || sessionId === undefined || this.writing) return;
    this.wrong = noteProblem(draft);
    if (this.wrong !== undefined) return;
    const beside = this.besideStep && recordId !== undefined ? { record: recordId } : {};
    this.writing = true;
    try {
      await add(sessionId, { text: draft, ...beside });
    } catch (error) {
      const { message, remedy } = troubleOf(error);
      if (this.sessionId === sessionId) this.wrong = `${message} ${remedy}`;
      return;
    } finally {
      this.writing = false;
    }
    this.#drafts.delete(sessionId);
    if (this.sessionId !== sessionId) return;
    this.draft = '';
    this.begunAt = undefined;
    this.say('The note is written.');
    await this.#load();
    await this.updateComplete;
    this.renderRoot.querySelector('.write')?.scrollIntoView({ block: 'nearest' });
  }

  async #load(): Promise<void> {
    const { host, sessionId } = this;
    const asked = ++this.#asked;
    if (host?.notes === undefined || sessionId === undefined) return;
    this.trouble = undefined;
    if (sessionId !== this.#listed) this.notes = undefined;
    try {
      const notes = await host.notes.list(sessionId);
      if (asked !== this.#asked) return;
      this.#listed = sessionId;
      this.notes = notes;
      this.#tell('vg-notes', { notes });
    } catch (error) {
      if (asked === this.#asked) this.trouble = troubleOf(error);
    }
  }
  #listed: string | undefined;

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

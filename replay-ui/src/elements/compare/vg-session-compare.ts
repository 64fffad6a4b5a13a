import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import {
  type ComparedRow,
  compareSessions,
  rowKind,
  type SessionsCompared,
} from '../../compare/compare-sessions.ts';
import { comparedSteps } from '../../compare/compared-steps.ts';
import { byOrderText, countsText } from '../../compare/counts-text.ts';
import type { ReplayHost } from '../../host/replay-host.ts';
import type { Step } from '../../records/step.ts';
import { count, counted } from '../../text/amounts.ts';
import { dayText, preciseTime } from '../../text/times.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { compareView } from '../player/compare-view.ts';
import { playerStyles } from '../player/player-styles.ts';
import { SessionSteps } from '../player/session-steps.ts';
import { firstLook, type StepLook, stepView } from '../player/step-view.ts';
import { ReplayElement } from '../replay-element.ts';
import { skeletonView, troubleView } from '../shared/trouble-view.ts';
import type { VgRows } from '../shared/vg-rows.ts';
import { compareStyles } from './compare-styles.ts';
import { comparedRow, type StepNumbers } from './compared-row.ts';
import { OpenedPair } from './opened-pair.ts';
import { totalsView } from './totals-view.ts';

/** Both sessions, aligned. */
interface Compared {
  readonly all: readonly [before: readonly Step[], now: readonly Step[]];
  readonly result: SessionsCompared;
  readonly numbers: StepNumbers;
  /** How many steps that clients take by themselves there are. */
  readonly handshakes: number;
}

/**
 * Two sessions, their steps aligned: of one the player has the steps, the other is read here. The earlier one is the one
 * before. Records are read when a pair is opened. It fires `vg-end` when somebody wants no more of it.
 */
export class VgSessionCompare extends ReplayElement {
  static override styles = [baseStyles, playerStyles, compareStyles];
  static override properties: PropertyDeclarations = {
    steps: { attribute: false },
    whole: { type: Boolean },
    withSession: { type: String, attribute: 'with-session' },
    handshakes: { state: true },
    differencesOnly: { state: true },
    look: { state: true },
  };

  /** Steps of the session that is open, and whether they are all of it. */
  declare steps: readonly Step[] | undefined;
  declare whole: boolean;
  /** The session that it is compared with. */
  declare withSession: string | undefined;
  declare protected handshakes: boolean;
  declare protected differencesOnly: boolean;
  declare protected look: StepLook;
  readonly #other = new SessionSteps({
    known: () => this.requestUpdate(),
    changed: () => this.requestUpdate(),
  });
  readonly #pair = new OpenedPair(() => this.requestUpdate());
  #compared: Compared | undefined;
  #comparedOf: readonly unknown[] = [];
  #rows: readonly ComparedRow[] = [];
  /** Index of the row that was opened last, to come back to. */
  #opened = 0;

  constructor() {
    super();
    this.whole = false;
    this.handshakes = false;
    this.differencesOnly = false;
    this.look = firstLook;
    this.addEventListener('keydown', (event) => this.#key(event));
  }

  override focus(): void {
    void this.updateComplete.then(async () => {
      await this.#list?.updateComplete;
      (this.renderRoot.querySelector<HTMLElement>('.body') ?? this.#list ?? this.#top)?.focus();
    });
  }

  /** The record whose decision shows with its rules; undefined where two do, or none. */
  get decided(): string | undefined {
    const { row } = this.#pair;
    return row?.before === undefined || row.now === undefined
      ? (row?.before ?? row?.now)?.header.id
      : undefined;
  }

  protected override hostChanged(host: ReplayHost): void {
    this.#pair.readFrom(host);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('host') || changed.has('withSession')) {
      this.#pair.close();
      this.#other.load(this.host, this.withSession);
    }
    this.#compare();
  }

  override render(): TemplateResult {
    const said = this.#said;
    // Screen readers hear what changes in a status that was there before: it is the same one whatever stands above it.
    return html`${this.#content()}
      <div class=${said === '' || this.#isCounts ? 'unseen' : 'said muted'} role="status">${said}</div>`;
  }

  #content(): TemplateResult {
    const { trouble } = this.#other;
    const { row } = this.#pair;
    if (trouble !== undefined) return this.#notYet(troubleView(trouble, () => this.#other.again()));
    if (this.#compared === undefined) return this.#notYet(skeletonView('both sessions'));
    return row === undefined ? this.#overview(this.#compared) : this.#openPair(row);
  }

  get #said(): string {
    const { trouble, all } = this.#other;
    if (trouble !== undefined) return '';
    if (this.#compared !== undefined) return this.spoken;
    return `${count((this.steps?.length ?? 0) + (all?.length ?? 0))} steps of both sessions are read so far.`;
  }

  /** What stands here while there is nothing to compare yet. */
  #notYet(content: TemplateResult): TemplateResult {
    return html`<div class="top" tabindex="0" role="region" aria-label="Both sessions">
      <p><button type="button" title="Back to the session (P)" @click=${this.#end}>end comparing</button></p>
      ${content}
    </div>`;
  }

  #overview({ all, result, numbers, handshakes }: Compared): TemplateResult {
    const rows = this.#rows;
    const isSame = result.rows.length === result.counts.same;
    return html`
      <div class="top" tabindex="0" role="region" aria-label="Both sessions">
        <div class="row">
          <h2>Two sessions compared</h2>
          <span class="grow">${result.rows.length === 0 ? 'neither has a step' : countsText(result)}</span>
          <button type="button" title="next difference (x)" aria-disabled=${isSame ? 'true' : 'false'} @click=${() => this.#jump(1)}>next ≠</button>
          <button type="button" aria-pressed=${this.differencesOnly ? 'true' : 'false'} @click=${this.#toggleDifferences}>differences only</button>
          ${
            handshakes === 0
              ? nothing
              : html`<button type="button" aria-pressed=${this.handshakes ? 'true' : 'false'} title="What clients ask by themselves, such as who they are" @click=${this.#toggleHandshakes}>${counted(handshakes, 'handshake')}</button>`
          }
          <button type="button" title="Back to the session (P)" @click=${this.#end}>end comparing</button>
        </div>
        ${totalsView(result, all)}
        ${result.best ? nothing : html`<p class="note">${byOrderText}</p>`}
        <p class="muted">Compared by the headers of their records, which hold no values. Enter opens two steps with all that they hold.</p>
      </div>
      <div class="list">${
        rows.length === 0
          ? html`<p class="empty">${isSame && result.rows.length > 0 ? 'Their steps do not differ.' : 'There is nothing to stand here.'}</p>`
          : html`<vg-rows .length=${rows.length} .row=${(at: number) => comparedRow(rows[at]!, numbers)} label="Steps of both sessions, aligned"
              @vg-choose=${(event: CustomEvent<{ index: number }>) => this.#open(event.detail.index)}></vg-rows>`
      }</div>`;
  }

  #openPair(row: ComparedRow): TemplateResult {
    const { content, trouble } = this.#pair;
    return html`<div class="body" tabindex="0" role="region" aria-label="Two steps">
      <div class="alone"><div class="row">
        <button type="button" title="Back to both sessions (Escape)" @click=${this.#back}>back to both sessions</button>
        <button type="button" title="next difference (x)" @click=${() => this.#jump(1)}>next ≠</button>
        <span class="muted">${this.#place(row)}</span>
      </div></div>
      ${
        trouble !== undefined
          ? troubleView(trouble, () => void this.#pair.open(row))
          : content === undefined
            ? skeletonView('the steps')
            : content.before !== undefined && content.now !== undefined
              ? compareView(content.before, content.now)
              : this.#single(content.before ?? content.now)
      }
    </div>`;
  }

  #single(content: Parameters<typeof stepView>[1] | undefined): TemplateResult | typeof nothing {
    if (content === undefined) return nothing;
    return stepView(this.host, content, this.look, {
      look: (look) => {
        this.look = look;
      },
      copy: (text, what) => void this.copy(text, what),
    });
  }

  #countsSaid(result: SessionsCompared): string {
    return `Compared: ${countsText(result)}.`;
  }

  /** What stands above anyway is said to those alone who do not see it. */
  get #isCounts(): boolean {
    return this.#compared !== undefined && this.spoken === this.#countsSaid(this.#compared.result);
  }

  /** `step 2 before, step 3 now`; `step 4, only now`. */
  #place({ before, now }: ComparedRow): string {
    const number = (step: Step): string => count(this.#compared?.numbers.get(step.header.id) ?? 0);
    if (before !== undefined && now !== undefined)
      return `step ${number(before)} before, step ${number(now)} now`;
    const alone = before ?? now;
    if (alone === undefined) return '';
    const { who } = alone.header;
    const whose = visibleLine(who.name ?? who.subject);
    return `step ${number(alone)}, only ${before === undefined ? 'now' : 'before'} · ${whose}, ${dayText(alone.at)}, ${preciseTime(alone.at)}`;
  }

  /** Aligns once both are known to their ends, and again when something of that changes. */
  #compare(): void {
    const other = this.#other;
    const { steps, handshakes, differencesOnly } = this;
    if (!this.whole || !other.whole || steps === undefined || other.all === undefined) {
      this.#compared = undefined;
      return;
    }
    const of = [steps, other.all, handshakes];
    if (this.#compared === undefined || of.some((one, at) => one !== this.#comparedOf[at])) {
      this.#comparedOf = of;
      const all = inOrder(steps, other.all);
      const shown = comparedSteps(...all, handshakes);
      const numbers = new Map(
        shown.flatMap((side) => side.map(({ header }, at) => [header.id, at + 1] as const)),
      );
      const hidden = (side: 0 | 1): number =>
        all[side].filter(({ handshake, mark }) => handshake && mark.kind === 'allow').length;
      const isFirst = this.#compared === undefined;
      this.#compared = { all, result: compareSessions(...shown), numbers, handshakes: hidden(0) + hidden(1) };
      this.say(this.#countsSaid(this.#compared.result));
      if (isFirst && this.#mayTakeFocus) this.focus();
    }
    const { rows } = this.#compared.result;
    this.#rows = differencesOnly ? rows.filter((row) => rowKind(row) !== 'same') : rows;
  }

  /**
   * Whether the focus is in here or nowhere: who went elsewhere while this was read is not called back, nor out of another
   * frame, as from what an editor asks while its page loads.
   */
  get #mayTakeFocus(): boolean {
    const { activeElement, body } = this.ownerDocument;
    if (!this.ownerDocument.hasFocus()) return false;
    return activeElement === null || activeElement === body || this.matches(':focus-within');
  }

  get #top(): HTMLElement | null {
    return this.renderRoot.querySelector('.top');
  }

  get #list(): VgRows | null {
    return this.renderRoot.querySelector('vg-rows');
  }

  #open(index: number): void {
    const row = this.#rows[index];
    if (row === undefined) return;
    this.#opened = index;
    this.spoken = '';
    void this.#pair.open(row);
    this.focus();
  }

  #back = (): void => {
    this.#pair.close();
    this.requestUpdate();
    void this.updateComplete.then(async () => {
      await this.#list?.updateComplete;
      this.#list?.show(this.#opened);
      this.#list?.focus();
    });
  };

  /** To the next row that is not the same on both sides: where one is open, that one opens. */
  #jump(direction: 1 | -1): void {
    const isOpen = this.#pair.row !== undefined;
    const from = isOpen ? this.#opened : (this.#list?.activeIndex ?? 0);
    const rows = this.#rows;
    for (let at = from + direction; at >= 0 && at < rows.length; at += direction) {
      if (rowKind(rows[at]!) === 'same') continue;
      if (isOpen) this.#open(at);
      else {
        this.#list?.show(at);
        this.#list?.focus();
      }
      return;
    }
    this.say('There is no further difference.');
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === 'x' || event.key === 'X') this.#jump(event.key === 'x' ? 1 : -1);
    else if (event.key === 'Escape' && this.#pair.row !== undefined) this.#back();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #toggleHandshakes = (): void => {
    this.handshakes = !this.handshakes;
  };

  #toggleDifferences = (): void => {
    this.differencesOnly = !this.differencesOnly;
  };

  #end = (): void => {
    this.dispatchEvent(new CustomEvent('vg-end'));
  };
}

/** The session that began earlier is the one before. */
function inOrder(one: readonly Step[], other: readonly Step[]): Compared['all'] {
  const [a, b] = [one[0], other[0]];
  const isEarlier =
    a === undefined || b === undefined || a.at < b.at || (a.at === b.at && a.header.id < b.header.id);
  return isEarlier ? [one, other] : [other, one];
}

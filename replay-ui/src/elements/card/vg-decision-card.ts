import { againSummary } from '@vectorgate/policy-schema/again';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { decisionTree } from '../../decision/decision-tree.ts';
import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import type { TodayAnswer } from '../../host/today-answer.ts';
import { askedText } from '../../records/asked-text.ts';
import { effectMark } from '../../records/effect-mark.ts';
import type { RecordContent } from '../../records/record-content.ts';
import { upperFirst } from '../../text/upper-first.ts';
import { visibleLine, visibleText } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { ReplayElement } from '../replay-element.ts';
import { markView } from '../shared/mark-view.ts';
import { piecesView } from '../shared/pieces-view.ts';
import { skeletonView, troubleView } from '../shared/trouble-view.ts';
import { type CardRule, cardLines } from './card-lines.ts';
import { cardStyles } from './card-styles.ts';
import { todayView } from './today-view.ts';
import { ruleView, treeView } from './tree-view.ts';

const text = (value: string) => piecesView(visibleText(value.slice(0, 4_000)));

/**
 * One decision, collapsed to its first line: what became of what, by which rule. Usable alone: give it a host and either
 * a `recordId`, which it asks for when it is opened or drawn, or the `record` itself.
 *
 * @example
 * const card = document.createElement('vg-decision-card');
 * card.host = host;
 * card.recordId = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
 */
export class VgDecisionCard extends ReplayElement {
  static override styles = [baseStyles, cardStyles];
  static override properties: PropertyDeclarations = {
    recordId: { type: String, attribute: 'record-id' },
    record: { attribute: false },
    open: { type: Boolean, reflect: true },
    trouble: { state: true },
    today: { state: true },
  };

  declare recordId: string | undefined;
  declare record: RecordContent | undefined;
  /** Whether more than the first line shows. */
  declare open: boolean;
  declare protected trouble: Trouble | undefined;
  /** What today's policies say of this record; `asking` until they did. */
  declare protected today: readonly TodayAnswer[] | 'asking' | Trouble | undefined;
  #asked: string | undefined;
  #todayOf: string | undefined;

  constructor() {
    super();
    this.open = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('record') && this.record?.header.id !== this.#todayOf) {
      this.#todayOf = undefined;
      this.today = undefined;
    }
    if ((changed.has('recordId') || changed.has('host')) && this.recordId !== undefined) void this.#load();
  }

  override render(): TemplateResult {
    const { record, trouble } = this;
    if (trouble !== undefined) return troubleView(trouble, () => void this.#load());
    if (record === undefined) return skeletonView('the decision');
    const { header } = record;
    const mark = effectMark(header);
    const lines = cardLines(record);
    return html`
      <div class="card ${mark.kind}-edge">
        <div class="first row">
          <button type="button" class="plain toggle" aria-expanded=${this.open ? 'true' : 'false'} aria-controls="more" @click=${this.#toggle}>
            <span aria-hidden="true" class="twisty">${this.open ? '▾' : '▸'}</span> ${markView(mark)}
            <span class="what">${text(askedText(header))}</span>
            ${lines.first === undefined ? nothing : html`<span class="muted">rule ${text(lines.first.rule)}</span>`}
          </button>
          <span class="grow"></span>
          <code class="muted" title=${header.id}>${header.id.slice(0, 10)}…</code>
          <button type="button" class="link" aria-label=${`copy decision ${header.id}`} @click=${() => void this.copy(header.id, 'Decision id')}>copy</button>
        </div>
        <div id="more" ?hidden=${!this.open}>${this.open ? this.#more(record, lines) : nothing}</div>
        <div class="unseen" role="status">${this.spoken}</div>
      </div>`;
  }

  #more(record: RecordContent, lines: ReturnType<typeof cardLines>): TemplateResult {
    const { host } = this;
    const { header } = record;
    const row = (name: string, content: unknown): TemplateResult => html`<dt>${name}</dt><dd>${content}</dd>`;
    const some = (name: string, values: readonly string[]) =>
      values.length === 0 ? nothing : row(name, text(values.join(', ')));
    const ofRow = (name: CardRule['row']): TemplateResult | typeof nothing => {
      const rules = lines.rules.filter((one) => one.row === name);
      return rules.length === 0
        ? nothing
        : row(
            name,
            html`<ul>${rules.map(
              (one) =>
                html`<li>${one.failed ? html`<span class="sign deny" aria-hidden="true">✗</span><span class="unseen">not met:</span> ` : nothing}${ruleView(one.rule, host)} <span>${text(one.text)}</span></li>`,
            )}</ul>`,
          );
    };
    const tree = decisionTree(record);
    return html`
      <dl>
        ${lines.why === '' ? nothing : row('why', text(upperFirst(lines.why)))}
        ${some('asked', lines.asked)}
        ${ofRow('permits')} ${ofRow('guards')} ${ofRow('denies')}
        ${some('changed', lines.changes)}
        ${lines.next === '' ? nothing : row('next', text(lines.next))}
        ${record.withheld.map(({ part, reason }) => row(visibleLine(part), html`<span class="muted">withheld: ${text(reason)}</span>`))}
      </dl>
      ${this.#actions(header.id, lines)}
      ${this.#todayPart(header.id)}
      <details class="whole">
        <summary>how it was decided</summary>
        ${treeView(tree.children, host)}
      </details>`;
  }

  #actions(id: string, { first }: ReturnType<typeof cardLines>): TemplateResult | typeof nothing {
    const { host } = this;
    const place = first?.place;
    const actions = [
      ...(place !== undefined && host?.openRule !== undefined
        ? [html`<button type="button" @click=${() => host.openRule?.(place)}>open rule</button>`]
        : []),
      ...(host?.makePolicyTest !== undefined
        ? [
            html`<button type="button" @click=${() => void this.#does(() => host.makePolicyTest?.(id))}>make a policy test</button>`,
          ]
        : []),
      ...(host?.askToday !== undefined
        ? [
            html`<button type="button" aria-disabled=${this.today === 'asking' ? 'true' : 'false'} @click=${() => void this.askToday()}>what would today’s policy say</button>`,
          ]
        : []),
    ];
    return actions.length === 0 ? nothing : html`<p class="row actions">${actions}</p>`;
  }

  /** Asks what today's policies say of the record that shows. */
  async askToday(): Promise<void> {
    const { host, record } = this;
    if (host?.askToday === undefined || record === undefined || this.today === 'asking') return;
    const { id } = record.header;
    this.#todayOf = id;
    this.today = 'asking';
    let said: readonly TodayAnswer[] | Trouble;
    try {
      said = await host.askToday(id);
    } catch (error) {
      said = troubleOf(error);
    }
    if (this.#todayOf !== id) return;
    this.today = said;
    await this.updateComplete;
    this.renderRoot.querySelector('.today')?.scrollIntoView({ block: 'nearest' });
    this.say(
      'message' in said
        ? `${said.message} ${said.remedy}`
        : said
            .map((one) => `${one.by}: ${'cannot' in one ? one.cannot : againSummary(one.decided)}`)
            .join(' '),
    );
  }

  #todayPart(id: string): TemplateResult | typeof nothing {
    const { today } = this;
    if (today === undefined || this.#todayOf !== id) return nothing;
    if (today === 'asking') return skeletonView('what today’s policies say');
    return 'message' in today ? troubleView(today, () => void this.askToday()) : todayView(today, this.host);
  }

  async #does(action: () => void | Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      const { message, remedy } = troubleOf(error);
      this.say(`${message} ${remedy}`);
    }
  }

  #toggle = (): void => {
    this.open = !this.open;
    this.dispatchEvent(new CustomEvent('vg-toggle', { detail: { open: this.open } }));
  };

  async #load(): Promise<void> {
    const { host, recordId } = this;
    if (host === undefined || recordId === undefined) return;
    this.#asked = recordId;
    this.trouble = undefined;
    if (this.record?.header.id !== recordId) this.record = undefined;
    try {
      const record = await host.getRecord(recordId);
      if (this.#asked === recordId) this.record = record;
    } catch (error) {
      if (this.#asked === recordId) this.trouble = troubleOf(error);
    }
  }
}

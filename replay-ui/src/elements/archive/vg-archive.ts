import { describeArchive } from '@vectorgate/policy-schema/archive';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { ArchiveEnvironment } from '../../archive/archive-environment.ts';
import type { ArchiveLine } from '../../archive/archive-line.ts';
import type { ArchiveAbout } from '../../archive/archive-messages.ts';
import { archiveRecords } from '../../archive/archive-records.ts';
import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import type { ReplayHost, RulePlace } from '../../host/replay-host.ts';
import type { SessionSummary } from '../../records/session-summary.ts';
import { counted } from '../../text/amounts.ts';
import { visibleLine } from '../../text/visible-text.ts';
import { baseStyles } from '../../theme/base-styles.ts';
import { ReplayElement } from '../replay-element.ts';
import { skeletonView, troubleView } from '../shared/trouble-view.ts';
import { archiveStyles } from './archive-styles.ts';
import type { Checking } from './checking.ts';
import { keyForm } from './key-form.ts';
import { policyView } from './policy-view.ts';
import { unreadKeysView } from './unread-keys-view.ts';
import { readingView, verdictView } from './verdict-view.ts';
import { verdictOf } from './verdict-words.ts';

/** Ids of steps that are named, where there are many that cannot be shown. */
const mostNamed = 5;

/**
 * An archive of recorded sessions: the verdict of its verification on top, its sessions and their steps below, which show
 * while it is still being verified. Give it an environment, and it opens the file.
 *
 * @example
 * const archive = document.createElement('vg-archive');
 * archive.environment = environment;
 */
export class VgArchive extends ReplayElement {
  static override styles = [baseStyles, archiveStyles];
  static override properties: PropertyDeclarations = {
    environment: { attribute: false },
    about: { state: true },
    reading: { state: true },
    trouble: { state: true },
    checking: { state: true },
    sessions: { state: true },
    unreadable: { state: true },
    keyTrouble: { state: true },
    giving: { state: true },
    policy: { state: true },
    sessionId: { state: true },
    recordId: { state: true },
  };

  declare environment: ArchiveEnvironment | undefined;
  declare protected about: ArchiveAbout | undefined;
  declare protected reading: { readonly done: number; readonly of: number } | undefined;
  declare protected trouble: Trouble | undefined;
  declare protected checking: Checking;
  declare protected sessions: readonly SessionSummary[] | undefined;
  declare protected unreadable: ReadonlySet<string>;
  declare protected keyTrouble: Trouble | undefined;
  /** Whether it is verified by a key that somebody gave just now. */
  declare protected giving: boolean;
  declare protected policy: { readonly place: RulePlace; readonly text: string } | undefined;
  declare protected sessionId: string | undefined;
  declare protected recordId: string | undefined;
  #line: ArchiveLine | undefined;
  /** Of which revision of the policies a decision is. */
  readonly #revisions = new Map<string, string>();
  readonly #sessionOf = new Map<string, string>();

  constructor() {
    super();
    this.checking = { state: 'running', records: 0 };
    this.unreadable = new Set();
    this.giving = false;
  }

  /** Ends whatever is read or verified. Whoever owns the view calls it: an element is also moved from one place to another. */
  close(): void {
    this.#line?.close();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('environment')) void this.#open();
    super.willUpdate(changed);
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog === null || dialog.open) return;
    dialog.showModal();
    dialog.querySelector('.here')?.scrollIntoView({ block: 'center' });
  }

  override render(): TemplateResult {
    const { about, trouble } = this;
    if (trouble !== undefined) return troubleView(trouble, () => void this.#open());
    if (about === undefined)
      return html`<div class="top">${readingView(this.reading, this.#stopReading)}</div>`;
    return html`
      <div class="top" role="region" aria-label="Verdict" tabindex="0">${this.#verdict(about)}</div>
      ${this.#content(about)}
      ${
        this.policy === undefined
          ? nothing
          : html`<dialog aria-label="Policy" @close=${() => {
              this.policy = undefined;
            }}>${policyView(this.policy.place, this.policy.text, () => {
              this.policy = undefined;
            })}</dialog>`
      }
      <div class="unseen" role="status">${this.spoken}</div>`;
  }

  #verdict(about: ArchiveAbout): TemplateResult {
    const { checking, environment, unreadable } = this;
    // What is no archive at all is told by that alone.
    if (about.trouble !== undefined && checking.state !== 'done') return troubleView(about.trouble);
    const byItsOwn = checking.state === 'done' && checking.report.trust === 'archive';
    return html`
      ${about.trouble === undefined ? nothing : troubleView(about.trouble)}
      ${verdictView(checking, about.manifest, {
        stop: () => void this.#line?.ask('stop'),
        verify: () => void this.#verify(),
        goTo: about.trouble === undefined ? (id) => this.#goTo(id) : undefined,
        copyReport: () => {
          if (checking.state === 'done') void this.copy(describeArchive(checking.report), 'Report');
        },
        copyKey: (key) => void this.copy(key, 'Key'),
      })}
      ${checking.state === 'done' ? unreadKeysView(checking.report.unreadKeys) : nothing}
      ${
        byItsOwn || this.giving
          ? keyForm(this.keyTrouble, environment?.keepKey !== undefined, (keys, keep) =>
              this.#verifyBy(keys, keep),
            )
          : nothing
      }
      ${
        unreadable.size === 0
          ? nothing
          : html`<p class="note unreadable">${counted(unreadable.size, 'step')} cannot be shown, because what is recorded of ${unreadable.size === 1 ? 'it' : 'them'} cannot be read:
              ${visibleLine([...unreadable].slice(0, mostNamed).join(', '))}${unreadable.size > mostNamed ? ' …' : ''}</p>`
      }`;
  }

  #content(about: ArchiveAbout): TemplateResult | typeof nothing {
    const { host, sessions } = this;
    if (about.trouble !== undefined) return nothing;
    if (sessions === undefined || host === undefined) return skeletonView('the sessions');
    if (sessions.length === 0)
      return html`<p class="empty">No session is in this archive that can be shown. ${about.manifest?.records === 0 ? 'None was found when it was exported.' : ''}</p>`;
    return html`<vg-replay .host=${host} .sessionId=${this.sessionId} .recordId=${this.recordId}
      @vg-step=${this.#stepped} @vg-open=${(event: CustomEvent<{ session: string; record?: string }>) => {
        this.sessionId = event.detail.session;
        this.recordId = event.detail.record;
        this.#remember();
      }}></vg-replay>`;
  }

  async #open(): Promise<void> {
    const { environment } = this;
    this.#line?.close();
    this.about = undefined;
    this.reading = undefined;
    this.trouble = undefined;
    this.sessions = undefined;
    this.unreadable = new Set();
    if (environment === undefined) return;
    const line = environment.connect();
    this.#line = line;
    line.onRead = (done, of) => {
      this.reading = { done, of };
    };
    line.onVerified = (records) => {
      if (this.checking.state === 'running') this.checking = { state: 'running', records };
    };
    this.host = this.#hostOver(line, environment);
    try {
      const about = await line.open();
      if (this.#line !== line) return;
      if (about.trouble === undefined) {
        this.sessions = (await this.host.listSessions({ everybody: false })).items;
        this.#recall(this.sessions);
      }
      this.about = about;
    } catch (error) {
      if (this.#line === line) this.trouble = troubleOf(error);
      return;
    }
    // The first step is asked for and drawn before the verification begins: whoever opened it sees something at once. What is
    // drawn within what is drawn is done by the next turn.
    await new Promise((resolve) => setTimeout(resolve));
    if (this.#line === line) await this.#verify();
  }

  #hostOver(line: ArchiveLine, environment: ArchiveEnvironment): ReplayHost {
    const { name, theme, onThemeChange, copy, recall, remember, sandbox } = environment;
    return {
      ...archiveRecords(line, {
        header: ({ id, session, decision }) => {
          this.#revisions.set(id, decision.revision.digest);
          this.#sessionOf.set(id, session);
        },
        unreadable: (steps) => {
          const further = steps.filter(({ id }) => !this.unreadable.has(id));
          if (further.length > 0)
            this.unreadable = new Set([...this.unreadable, ...further.map(({ id }) => id)]);
        },
      }),
      source: name,
      theme,
      ...(onThemeChange !== undefined && { onThemeChange: onThemeChange.bind(environment) }),
      ...(recall !== undefined && { recall: recall.bind(environment) }),
      ...(remember !== undefined && { remember: remember.bind(environment) }),
      ...(sandbox !== undefined && { sandbox }),
      copy: copy.bind(environment),
      openRule: (place) => void this.#showPolicy(place),
    };
  }

  async #verify(keys?: readonly string[]): Promise<void> {
    const { environment } = this;
    const line = this.#line;
    if (line === undefined || environment === undefined) return;
    const before = this.checking;
    this.checking = { state: 'running', records: 0 };
    this.keyTrouble = undefined;
    try {
      const report = await line.ask('verify', keys ?? environment.knownKeys, keys !== undefined);
      if (this.#line !== line) return;
      this.checking = { state: 'done', report };
      this.say(verdictOf(report).text);
    } catch (error) {
      if (this.#line !== line) return;
      const trouble = troubleOf(error);
      const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
      // Only a form that shows can say what is wrong with a key.
      if (code === 'query-unreadable' && keys !== undefined) {
        this.keyTrouble = trouble;
        this.checking = before;
      } else if (code === 'refused')
        this.checking = {
          state: 'stopped',
          records: this.checking.state === 'running' ? this.checking.records : 0,
        };
      else this.checking = { state: 'failed', trouble };
      this.say(trouble.message);
    }
  }

  #verifyBy(keys: readonly string[], keep: boolean): void {
    this.giving = true;
    void this.#verify(keys).then(() => {
      const { checking } = this;
      this.giving = false;
      // Only what did sign is worth keeping.
      if (keep && checking.state === 'done')
        for (const key of checking.report.keys) this.environment?.keepKey?.(key);
    });
  }

  #stopReading = (): void => {
    this.#line?.close();
  };

  async #showPolicy(place: RulePlace): Promise<void> {
    const player = this.renderRoot.querySelector('vg-replay')?.renderRoot.querySelector('vg-player');
    const revision = this.#revisions.get(player?.decided ?? '');
    try {
      const text = revision === undefined ? undefined : await this.#line?.ask('policy', revision, place.file);
      if (text === undefined)
        this.say('The text of this policy is not in the archive: it is there for readers of policy only.');
      else this.policy = { place, text };
    } catch (error) {
      this.say(troubleOf(error).message);
    }
  }

  #goTo(id: string): void {
    const session = this.#sessionOf.get(id);
    if (this.unreadable.has(id))
      this.say('This step cannot be shown: what is recorded of it cannot be read.');
    else if (session !== undefined || this.sessions?.length === 1) {
      if (session !== undefined) this.sessionId = session;
      this.recordId = id;
    } else void this.#find(id);
  }

  /** A step of a session that nobody opened yet. */
  async #find(id: string): Promise<void> {
    try {
      const { header } = (await this.host?.getRecord(id)) ?? {};
      if (header === undefined) return;
      this.sessionId = header.session;
      this.recordId = id;
    } catch (error) {
      this.say(troubleOf(error).message);
    }
  }

  #stepped = (event: CustomEvent<{ record?: string }>): void => {
    if (event.detail.record !== undefined) this.recordId = event.detail.record;
    this.#remember();
  };

  #remember(): void {
    const { sessionId: session, recordId: record } = this;
    this.environment?.remember?.('place', { session, ...(record !== undefined && { record }) });
  }

  #recall(sessions: readonly SessionSummary[]): void {
    const kept = this.environment?.recall?.('place');
    const place = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
    const isThere = sessions.some(({ id }) => id === place.session);
    this.sessionId = isThere ? String(place.session) : sessions[0]?.id;
    this.recordId = isThere && typeof place.record === 'string' ? place.record : undefined;
  }
}

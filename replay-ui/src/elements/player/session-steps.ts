import { type Trouble, troubleOf } from '../../errors/trouble.ts';
import type { ReplayHost } from '../../host/replay-host.ts';
import type { RecordHeader } from '../../records/record-header.ts';
import { openingStep, type Step, stepsOf } from '../../records/step.ts';

/** What hears of the steps of a session. */
export interface SessionStepsHearing {
  /** More of them are known, or all. */
  known(): void;
  /** Something else is to be drawn. */
  changed(): void;
}

/** The steps of one session, read page by page. */
export class SessionSteps {
  readonly #hearing: SessionStepsHearing;
  #of: { readonly host: ReplayHost; readonly session: string } | undefined;
  #loading = 0;
  #headers: RecordHeader[] = [];
  #cursor: string | undefined;
  #shown: readonly Step[] = [];
  #shownOf: readonly unknown[] = [];
  /** All that are known so far; undefined before the first are. */
  all: readonly Step[] | undefined;
  /** Whether the session was read to its end. */
  whole = false;
  /** Whether steps that clients take by themselves show. */
  handshakes = false;
  trouble: Trouble | undefined;

  constructor(hearing: SessionStepsHearing) {
    this.#hearing = hearing;
  }

  /** Reads another session, or none. */
  load(host: ReplayHost | undefined, session: string | undefined): void {
    this.#loading++;
    this.#of = host === undefined || session === undefined ? undefined : { host, session };
    this.all = undefined;
    this.whole = false;
    this.handshakes = false;
    this.trouble = undefined;
    this.#headers = [];
    this.#cursor = undefined;
    void this.#readPages();
  }

  /** Reads on, from where it stopped: a page that failed costs none of those before it. */
  again(): void {
    void this.#readPages();
    this.#hearing.changed();
  }

  /**
   * The steps that show: without those that clients take by themselves, unless one of those is `open` or has a note beside
   * it, or there is nothing else.
   */
  shown(open: string | undefined, noted: ReadonlyMap<string, number>): readonly Step[] {
    const key = [this.all, this.handshakes, open, noted];
    if (key.some((part, at) => part !== this.#shownOf[at])) {
      const all = this.all ?? [];
      const calls = all.filter(
        ({ handshake, mark, header }) =>
          !handshake || mark.kind !== 'allow' || header.id === open || noted.has(header.id),
      );
      this.#shownOf = key;
      const shown = this.handshakes || calls.length === 0 ? all : calls;
      // The same steps stay the same list, or going to the next of many would lay all of them out anew.
      if (shown.length !== this.#shown.length || shown.some((step, at) => step !== this.#shown[at]))
        this.#shown = shown;
    }
    return this.#shown;
  }

  has(record: string): boolean {
    return this.all?.some(({ header }) => header.id === record) === true;
  }

  /** Where the session opens: its first step that is no handshake. */
  get opening(): Step | undefined {
    return openingStep(this.all ?? []);
  }

  async #readPages(): Promise<void> {
    if (this.#of === undefined) return;
    const { host, session } = this.#of;
    const loading = ++this.#loading;
    this.trouble = undefined;
    let drawn = 0;
    try {
      do {
        const cursor = this.#cursor;
        const page = await host.listRecords({ session, ...(cursor !== undefined && { cursor }) });
        if (loading !== this.#loading) return;
        this.#headers.push(...page.items);
        // A page that leads to itself would be asked for without an end.
        this.#cursor = page.next === cursor ? undefined : page.next;
        this.whole = this.#cursor === undefined;
        // Sorting all of them for each page would take longer with every page.
        if (!this.whole && this.#headers.length < drawn * 2) continue;
        drawn = this.#headers.length;
        this.#order();
      } while (this.#cursor !== undefined);
    } catch (error) {
      if (loading !== this.#loading) return;
      if (this.#headers.length > 0) this.#order();
      this.trouble = troubleOf(error);
      this.#hearing.changed();
    }
  }

  #order(): void {
    this.all = stepsOf(this.#headers);
    this.#hearing.known();
  }
}

import {
  type Archive,
  type ArchiveRows,
  cutShort,
  openArchive,
  SessionTally,
  verifyArchive,
} from '@vectorgate/policy-schema/archive';
import { parseVerifierKey, type VerifierKey } from '@vectorgate/policy-schema/evidence';
import type { RecordFacets } from '@vectorgate/policy-schema/records-query';
import { ReplayError } from '../errors/replay-error.ts';
import type { Note } from '../host/replay-notes.ts';
import type { RecordContent } from '../records/record-content.ts';
import type { RecordHeader } from '../records/record-header.ts';
import type { SessionSummary } from '../records/session-summary.ts';
import { answersAhead } from './answers-ahead.ts';
import type {
  AnswerAhead,
  ArchiveAbout,
  ArchiveWork,
  CheckedArchive,
  FoundPage,
  HeaderPage,
  UnreadableStep,
} from './archive-messages.ts';
import { noteIn } from './archive-notes.ts';
import { ArchiveSearch, type NumberedHeader } from './archive-search.ts';
import { archiveTrouble } from './archive-trouble.ts';
import { isRecordHeader } from './is-record-header.ts';
import { isSummary } from './is-summary.ts';
import { Turn } from './turn.ts';

/** Steps of the first page, which somebody waits for, and of those behind it. */
const steps = { first: 200, further: 2_000 };

type Work = { [Kind in keyof ArchiveWork]: (...args: Parameters<ArchiveWork[Kind]>) => Promise<unknown> };

/** An archive that is open: answers what a page asks of it. It reaches no network, and writes nothing. */
export class ArchiveDesk implements Work {
  readonly #rows: ArchiveRows;
  readonly #archive: Archive | undefined;
  readonly #progress: (records: number) => void;
  /** What the file is. */
  readonly about: ArchiveAbout;
  /** What somebody sees first, answered before it is asked. */
  ahead: readonly AnswerAhead[] = [];
  #verifying = 0;
  #search: ArchiveSearch | undefined;

  private constructor(
    rows: ArchiveRows,
    archive: Archive | undefined,
    about: ArchiveAbout,
    progress: (records: number) => void,
  ) {
    this.#rows = rows;
    this.#archive = archive;
    this.about = about;
    this.#progress = progress;
  }

  /** Opens what the rows are of; never rejects for what is wrong with it: `about` says so. */
  static async open(
    rows: ArchiveRows,
    file: { readonly bytes: number; readonly missing: number },
    progress: (records: number) => void,
  ): Promise<ArchiveDesk> {
    try {
      const archive = await openArchive(rows);
      // Every page of steps needs the list of them: what is wrong with it, those pages and the verdict tell.
      await archive.places().catch(() => undefined);
      const desk = new ArchiveDesk(rows, archive, { ...file, manifest: archive.manifest }, progress);
      desk.ahead = await answersAhead(desk);
      return desk;
    } catch (error) {
      return new ArchiveDesk(rows, undefined, { ...file, trouble: archiveTrouble(error) }, progress);
    }
  }

  async sessions(): Promise<readonly SessionSummary[]> {
    const sessions = await this.#readSessions();
    return sessions.toSorted((a, b) => (a.started < b.started ? 1 : a.started > b.started ? -1 : 0));
  }

  async headers(session: string, from: number): Promise<HeaderPage> {
    const ids = await this.#open.decisions(session);
    const end = from + (from === 0 ? steps.first : steps.further);
    const headers: RecordHeader[] = [];
    const unreadable: UnreadableStep[] = [];
    for (const id of ids.slice(from, end)) {
      const read = await this.#header(id);
      if (read === undefined) unreadable.push({ id });
      else headers.push(read.header);
    }
    return { headers, unreadable, ...(end < ids.length && { next: end }) };
  }

  async record(id: string): Promise<RecordContent> {
    const record = await this.#open.record(id);
    if (record === undefined)
      throw new ReplayError('not-found', `No record ${id} is in this archive.`, 'Choose another step.');
    const { header, decision, operations, parts, withheld } = record;
    if (!isRecordHeader(header)) throw headerUnreadable(id);
    // To the byte: numbers beyond 2^53 and broken text stay what they are.
    const partOf = (name: string) => parts.find((part) => part.name === name);
    const request = partOf('request')?.bytes;
    const { bytes: response, state, masked: again } = partOf('response') ?? {};
    const masked = state === 'recorded' ? header.masked : again;
    return {
      header,
      ...(decision !== null && { decision }),
      ...(operations !== null && { operations }),
      ...(request !== undefined && { request: { bytes: request } }),
      ...(response !== undefined && { response: { bytes: response } }),
      ...(masked !== undefined && { masked }),
      withheld,
    };
  }

  async search(query: string, cursor: string): Promise<FoundPage> {
    return this.#searching.find(query, cursor);
  }

  async facets(query: string): Promise<RecordFacets> {
    return this.#searching.facets(query);
  }

  async notes(session: string): Promise<readonly Note[]> {
    const notes: Note[] = [];
    const turn = new Turn();
    for (const id of await this.#open.decisions(session)) {
      const note = await this.#note(id);
      if (note !== undefined) notes.push(note);
      await turn.pass();
    }
    return notes.reverse();
  }

  async policy(revision: string, path: string): Promise<string | undefined> {
    const policies = await this.#open.policies();
    return policies.find((policy) => policy.revision === revision && policy.path === path)?.text;
  }

  async verify(texts: readonly string[], given: boolean): Promise<CheckedArchive> {
    this.#verifying += 1;
    const mine = this.#verifying;
    const origin = this.about.manifest?.origin;
    const goOn = (): void => {
      if (mine !== this.#verifying)
        throw new ReplayError('refused', 'The verification was stopped.', 'Verify it again.');
    };
    const { keys, unread } = readKeys(texts);
    const [wrong] = unread;
    // Whoever gives a key wants it to count; a known one that is none must not hide the verdict on every archive.
    if (given && wrong !== undefined) throw noKey(wrong);
    const report = await verifyArchive(this.#rows, {
      keys: keys.filter(({ name }) => given || name === origin),
      progress: this.#progress,
      // Whoever steps through the archive meanwhile is answered in between.
      breathe: async () => {
        await new Promise((resolve) => setTimeout(resolve));
        goOn();
      },
    });
    goOn();
    return { ...cutShort(report, this.about.missing), unreadKeys: unread };
  }

  async stop(): Promise<void> {
    this.#verifying += 1;
  }

  get #open(): Archive {
    if (this.#archive !== undefined) return this.#archive;
    throw new ReplayError('damaged', 'Nothing of this file can be shown.', 'The verdict says what is wrong.');
  }

  /** One that cannot be read is a step that cannot be shown, and told as that. */
  async #note(id: string): Promise<Note | undefined> {
    const read = await this.#header(id);
    return read === undefined ? undefined : noteIn(this.#open, read.header);
  }

  get #searching(): ArchiveSearch {
    this.#search ??= new ArchiveSearch(this.#open, (id) => this.#header(id));
    return this.#search;
  }

  async #header(id: string): Promise<NumberedHeader | undefined> {
    try {
      const { header, number } = (await this.#open.step(id)) ?? { number: 0 };
      return isRecordHeader(header) ? { header, number } : undefined;
    } catch {
      // Told as a step that cannot be shown; why, the verdict says.
      return undefined;
    }
  }

  /** As the archive lists them; where that list cannot be read, counted from the records that can. */
  async #readSessions(): Promise<readonly SessionSummary[]> {
    const archive = this.#open;
    try {
      const sessions = await archive.sessions();
      if (sessions.every(isSummary)) return sessions;
    } catch {
      // Below.
    }
    const tally = new SessionTally();
    for (const id of await archive.decisions()) {
      const read = await this.#header(id);
      if (read !== undefined) tally.add({ ...read.header });
    }
    return tally.sessions();
  }
}

const headerUnreadable = (id: string): ReplayError =>
  new ReplayError(
    'damaged',
    `The header of record ${id} cannot be read.`,
    'The verdict says what is wrong with it. Choose another step.',
  );

const noKey = (text: string): ReplayError =>
  new ReplayError(
    'query-unreadable',
    `“${text}” is no public key.`,
    'A key is one line, name+id+key. Whoever runs the gateway finds it as evidence/keys beside the records.',
  );

/** The keys among some texts, and the texts that are none. */
function readKeys(texts: readonly string[]): {
  readonly keys: readonly VerifierKey[];
  readonly unread: readonly string[];
} {
  const keys: VerifierKey[] = [];
  const unread: string[] = [];
  for (const text of texts.map((one) => one.trim())) {
    const key = parseVerifierKey(text);
    if (key === undefined) unread.push(text.slice(0, 60));
    else keys.push(key);
  }
  return { keys, unread };
}

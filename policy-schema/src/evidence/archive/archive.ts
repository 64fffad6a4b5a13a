import { PolicyError } from '../../errors/policy-error.ts';
import { fromBytes } from './archive-json.ts';
import type { ArchiveManifest } from './archive-manifest.ts';
import type { ArchiveReport } from './archive-report.ts';
import type { ArchiveRow, ArchiveRows } from './archive-rows.ts';
import { type ArchivePartName, archivePartNames, partKey } from './archive-schema.ts';
import { type ArchivedMask, readMasks } from './archived-mask.ts';
import { gapReasons } from './gap-reasons.ts';
import { listRecords } from './list-records.ts';
import { bytesOf, textOf } from './read-row.ts';
import type { ArchivedSession } from './session-tally.ts';
import { type VerifyArchiveOptions, verifyArchive } from './verify-archive.ts';

/** Where a record stands in an archive. */
export interface ArchivedPlace {
  /** Number of the record in the log, from 0. */
  readonly number: number;
  /** Decision id. An intent and its outcome are two records of one id. */
  readonly id: string;
  readonly session: string;
  readonly kind: 'intent' | 'outcome';
}

/** Header of a record: JSON as the gateway's API gives it. These are always there. */
export interface ArchivedHeader {
  readonly id: string;
  readonly session: string;
  readonly kind: 'intent' | 'outcome';
  /** RFC 3339. */
  readonly time: string;
  readonly connection: string;
  readonly store: string;
  readonly [more: string]: unknown;
}

/** One decision: its outcome, with what only the intent before it holds; the intent alone where there is no outcome. */
export interface ArchivedStep {
  readonly number: number;
  /** Number of the intent, where that is another record. */
  readonly intent?: number;
  /** `outcome` is `unknown` for an intent without one. */
  readonly header: ArchivedHeader;
  /** The header is the recorded one, to the byte; else it was shortened for the reader. */
  readonly recorded: boolean;
}

/** One part of a record, as it was recorded (`recorded`) or masked again for whoever had it exported. */
export interface ArchivedPart {
  readonly name: ArchivePartName;
  readonly state: 'recorded' | 'masked-again';
  readonly bytes: Uint8Array;
  /**
   * What was masked in it, for whoever asked and for whoever exported, in ways that leave marks: of parts that were masked again,
   * where the archive tells it.
   */
  readonly masked?: readonly ArchivedMask[];
}

/** A part that the record has and the archive has not, and why: a sentence for people. */
export interface ArchivedGap {
  readonly part: ArchivePartName;
  readonly reason: string;
}

/** A decision with its content: the shape of the API's `/records/:id`. */
export interface ArchivedRecord extends ArchivedStep {
  /** Parts read as JSON; a text where one is none; null where there is no such part here. */
  readonly decision: unknown;
  readonly operations: unknown;
  readonly request: unknown;
  readonly response: unknown;
  readonly withheld: readonly ArchivedGap[];
  /** The same parts to the byte. */
  readonly parts: readonly ArchivedPart[];
}

/** One file of a revision of the policies. */
export interface ArchivedPolicy {
  /** Digest of the revision, as `decision.revision.digest` of headers has it. */
  readonly revision: string;
  readonly path: string;
  readonly text: string;
}

/**
 * What is in an archive. Reading it proves nothing: `verify` does. Made by `openArchive`. Every method rejects with
 * `PolicyError` code `archive-damaged` where the file cannot be read.
 */
export class Archive {
  readonly #rows: ArchiveRows;
  /** What the archive says of itself. */
  readonly manifest: ArchiveManifest;
  #places: Promise<readonly ArchivedPlace[]> | undefined;

  constructor(rows: ArchiveRows, manifest: ArchiveManifest) {
    this.#rows = rows;
    this.manifest = manifest;
  }

  /** In the order of their first records. */
  async sessions(): Promise<readonly ArchivedSession[]> {
    const rows = await this.#ask('SELECT summary FROM sessions ORDER BY number');
    return rows.map((row) => JSON.parse(textOf(row.summary)) as ArchivedSession);
  }

  /**
   * Every record, in the order of the log: without their headers, so that 100,000 are at hand at once. Kept. Where the file
   * is damaged, those that can still be read: `verify` tells of the rest.
   */
  places(): Promise<readonly ArchivedPlace[]> {
    this.#places ??= listRecords(this.#rows).then(({ records, damage }) => {
      if (damage !== undefined && records.length === 0) throw unreadable(damage);
      return records.map((place) => ({ ...place, kind: place.kind === 'intent' ? 'intent' : 'outcome' }));
    });
    return this.#places;
  }

  /**
   * Decisions in the order in which they began: of one session, or of all. `from` and `most` make a page of them
   * (default: all).
   */
  async steps(
    of: { readonly session?: string; readonly from?: number; readonly most?: number } = {},
  ): Promise<readonly ArchivedStep[]> {
    const { session, from = 0, most = Number.POSITIVE_INFINITY } = of;
    const steps: ArchivedStep[] = [];
    for (const id of (await this.decisions(session)).slice(from, from + most)) {
      const step = await this.step(id);
      if (step !== undefined) steps.push(step);
    }
    return steps;
  }

  /** Ids of the decisions of one session, or of all, in the order in which they began. */
  async decisions(session?: string): Promise<readonly string[]> {
    const ids = new Set<string>();
    for (const place of await this.places())
      if (session === undefined || place.session === session) ids.add(place.id);
    return [...ids];
  }

  /** One decision without its content: of a damaged file some can be read, and some cannot. */
  async step(id: string): Promise<ArchivedStep | undefined> {
    const places = (await this.#byId()).get(id);
    const last = places?.at(-1);
    if (places === undefined || last === undefined) return undefined;
    const intent = places.find(({ kind }) => kind === 'intent');
    const { header, recorded } = await this.#header(last.number);
    return {
      number: last.number,
      ...(intent !== undefined && intent !== last && { intent: intent.number }),
      header: last.kind === 'intent' ? { ...header, outcome: 'unknown' } : header,
      recorded,
    };
  }

  /** A decision with its content; undefined when there is none of that id. A part that cannot be read is withheld as such. */
  async record(id: string): Promise<ArchivedRecord | undefined> {
    const step = await this.step(id);
    if (step === undefined) return undefined;
    const found = new Map<ArchivePartName, ArchivedPart>();
    const gaps = new Map<ArchivePartName, string>();
    for (const number of [step.intent, step.number]) {
      if (number === undefined) continue;
      const { header } = await this.#header(number);
      for (const name of archivePartNames) {
        let part: ArchivedPart | undefined;
        try {
          part = await this.#part(number, name);
        } catch {
          // The rest of the record is still there.
          gaps.set(name, gapReasons.damaged);
          continue;
        }
        if (part !== undefined) found.set(name, part);
        else if (hasPart(header, name))
          gaps.set(name, (await this.#reason(number, name)) ?? gapReasons.leftOut);
      }
    }
    for (const name of found.keys()) gaps.delete(name);
    const json = (name: ArchivePartName): unknown => {
      const part = found.get(name);
      return part === undefined ? null : fromBytes(part.bytes);
    };
    return {
      ...step,
      decision: json('decision'),
      operations: json('operations'),
      request: json('request'),
      response: json('response'),
      withheld: [...gaps].map(([part, reason]) => ({ part, reason })),
      parts: [...found.values()],
    };
  }

  /**
   * `masked` of a decision's answer, without reading the answer; undefined where it is not here, where it was not masked again, and
   * where the archive does not tell.
   */
  async maskedAgain({ number }: Pick<ArchivedStep, 'number'>): Promise<readonly ArchivedMask[] | undefined> {
    const [row] = await this.#ask('SELECT salt FROM parts WHERE key = ?', partKey(number, 'response'));
    return row?.salt === null ? this.#masked(number, 'response') : undefined;
  }

  /** The policies in force: every file of every revision that decided one of these records, where it is here. */
  async policies(): Promise<readonly ArchivedPolicy[]> {
    const rows = await this.#ask('SELECT revision, path, text FROM policies ORDER BY number');
    return rows.map((row) => ({
      revision: textOf(row.revision),
      path: textOf(row.path),
      text: textOf(row.text),
    }));
  }

  /**
   * Verifies everything that the methods above can show. Never rejects for what is wrong with the archive: the report
   * says so.
   */
  verify(options: VerifyArchiveOptions = {}): Promise<ArchiveReport> {
    return verifyArchive(this.#rows, options);
  }

  #ids: Promise<ReadonlyMap<string, readonly ArchivedPlace[]>> | undefined;

  #byId(): Promise<ReadonlyMap<string, readonly ArchivedPlace[]>> {
    this.#ids ??= this.places().then((places) => Map.groupBy(places, ({ id }) => id));
    return this.#ids;
  }

  async #header(number: number): Promise<{ header: ArchivedHeader; recorded: boolean }> {
    const [row] = await this.#ask('SELECT header, leaf FROM records WHERE number = ?', number);
    const header = row && fromBytes(bytesOf(row.header));
    if (row === undefined || typeof header !== 'object' || header === null)
      throw new PolicyError('archive-damaged', `The header of record ${number} cannot be read.`);
    return { header: header as ArchivedHeader, recorded: row.leaf === null };
  }

  async #part(number: number, name: ArchivePartName): Promise<ArchivedPart | undefined> {
    const [row] = await this.#ask('SELECT salt, body FROM parts WHERE key = ?', partKey(number, name));
    if (row === undefined) return undefined;
    const bytes = bytesOf(row.body);
    if (row.salt !== null) return { name, state: 'recorded', bytes };
    const masked = await this.#masked(number, name);
    return { name, state: 'masked-again', bytes, ...(masked && { masked }) };
  }

  async #masked(number: number, name: ArchivePartName): Promise<readonly ArchivedMask[] | undefined> {
    if (this.manifest.format === 1) return undefined;
    try {
      const [row] = await this.#ask('SELECT list FROM masked WHERE key = ?', partKey(number, name));
      const list = row && readMasks(textOf(row.list));
      return typeof list === 'string' ? undefined : list;
    } catch {
      // The part is still there, and the verdict says what is wrong.
      return undefined;
    }
  }

  async #reason(number: number, name: ArchivePartName): Promise<string | undefined> {
    const [row] = await this.#ask('SELECT reason FROM withheld WHERE key = ?', partKey(number, name));
    return row && textOf(row.reason);
  }

  async #ask(sql: string, ...parameters: readonly number[]): Promise<readonly ArchiveRow[]> {
    try {
      return await this.#rows.all(sql, parameters);
    } catch (cause) {
      throw unreadable(cause);
    }
  }
}

const unreadable = (cause: unknown): PolicyError =>
  new PolicyError(
    'archive-damaged',
    'A part of the archive cannot be read: the file is damaged or cut short. Verify it to see what can still be read.',
    { cause },
  );

const hasPart = (header: ArchivedHeader, name: ArchivePartName): boolean =>
  Array.isArray(header.parts) &&
  header.parts.some(
    (part: unknown) => typeof part === 'object' && part !== null && 'name' in part && part.name === name,
  );

import {
  checkpointEntry,
  type SignedNote,
  type TreeFrontier,
  type TreeHead,
} from '@vectorgate/policy-schema/evidence';
import type { LogPosition } from '../log/scan-segment.ts';
import type { Placement } from '../log/segment-writer.ts';
import type { RecorderLogger } from '../recorder-logger.ts';
import { failureReason } from '../recording-impossible.ts';
import type { CheckpointPlace } from './checkpoint-place.ts';
import type { EvidenceOptions } from './evidence-options.ts';
import type { EvidencePlaces } from './evidence-places.ts';
import { type SigningKey, signCheckpoint, signNote } from './signing-key.ts';
import { treeStateText, writeTreeState } from './tree-state.ts';

/** Checkpoints that wait for the second place; of more the oldest are left out, as later ones cover them. */
const mostWaiting = 10_000;

type Pace = Pick<EvidenceOptions, 'everyRecords' | 'everySeconds'>;

/** What is signed, and what of that is where. */
export interface EvidenceHealth {
  readonly ok: boolean;
  /** Records that the newest checkpoint covers, and those that the newest published one does. */
  readonly signed: number;
  readonly published?: number;
  readonly reason?: string;
}

/** The tree at a checkpoint, and the means to sign something with the keys that signed it. */
export interface SignedTree extends TreeHead {
  readonly origin: string;
  /** The checkpoint. */
  readonly note: SignedNote;
  /** Public keys of the log, the oldest first. */
  readonly keys: readonly string[];
  readonly sign: (text: string) => SignedNote;
}

/**
 * The tree over the records while the gateway runs: takes each record when it is durable, and signs the tree from time
 * to time. What is signed is durable already, so that no crash can take it back. Times are counted by a clock that
 * nobody can put back.
 */
export class CheckpointSigner {
  readonly #places: Pick<EvidencePlaces, 'origin' | 'statePath'> & {
    readonly local: CheckpointPlace;
    readonly published: CheckpointPlace | undefined;
  };
  readonly #pace: Pace;
  readonly #logger: RecorderLogger;
  readonly #tree: TreeFrontier;
  /** The newest record, or where the log ended when it was opened. */
  #last: Placement | LogPosition;
  #keys: readonly SigningKey[];
  #signed: number;
  #published: number;
  #waiting: { readonly size: number; readonly entry: string }[];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #due = false;
  #reason: string | undefined;

  /** `tree` and `position`: of the log as it was opened. */
  constructor(
    places: EvidencePlaces,
    pace: Pace,
    tree: TreeFrontier,
    position: LogPosition,
    logger: RecorderLogger,
  ) {
    // Without the lists, which may be long.
    this.#places = {
      origin: places.origin,
      statePath: places.statePath,
      local: places.local.place,
      published: places.published?.place,
    };
    this.#pace = pace;
    this.#tree = tree;
    this.#last = position;
    this.#logger = logger;
    this.#keys = [places.key];
    const last = (of: { checkpoints: readonly { size: number }[] } | undefined): number =>
      of?.checkpoints.at(-1)?.size ?? 0;
    this.#signed = last(places.local);
    this.#published = last(places.published);
    this.#waiting = places.local.checkpoints
      .filter(({ size }) => places.published !== undefined && size > this.#published)
      .slice(-mostWaiting)
      .map(({ size, note }) => ({ size, entry: checkpointEntry(note) }));
    if (tree.size > this.#signed || this.#waiting.length > 0) this.#later();
  }

  /** Takes the next record of the log, which is durable. Costs one hash or two. */
  placed(leaf: Uint8Array, at: Placement): void {
    this.#tree.append(leaf);
    this.#last = at;
    if (this.#tree.size - this.#signed < this.#pace.everyRecords) this.#later();
    else if (!this.#due) void this.#soon();
  }

  health(): EvidenceHealth {
    return {
      ok: this.#reason === undefined,
      signed: this.#signed,
      ...(this.#places.published && { published: this.#published }),
      ...(this.#reason !== undefined && { reason: this.#reason }),
    };
  }

  /** Signs what the log has now, and publishes it. Rejects when it cannot be kept; publishing is tried again later. */
  sign(): Promise<void> {
    const run = this.#running.then(() => this.#sign());
    this.#running = run.catch(() => undefined);
    return run;
  }

  /** The tree as the log has it now, signed: every record that is durable at this moment is in it. */
  async signedTree(): Promise<SignedTree> {
    let found: Omit<SignedTree, 'keys'> | undefined;
    const run = this.#running.then(async () => {
      const signing = this.#sign();
      // Before anything else comes in: the tree is at this moment what is signed.
      const { origin } = this.#places;
      const tree = { origin, size: this.#tree.size, root: this.#tree.root() };
      const keys = this.#keys;
      found = { ...tree, note: signCheckpoint(tree, keys), sign: (text) => signNote(text, keys) };
      await signing;
    });
    this.#running = run.catch(() => undefined);
    await run;
    const known = (await this.#places.local.readKeys()).split('\n').filter((line) => line !== '');
    return { ...found!, keys: [...new Set([...known, ...this.#keys.map(({ text }) => text)])] };
  }

  /** From now on these sign, each. */
  signWith(keys: readonly SigningKey[]): void {
    this.#keys = keys;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#soon();
    await this.abandon();
  }

  /** Signs nothing more. */
  async abandon(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    clearTimeout(this.#timer);
    await this.#places.local.close();
    await this.#places.published?.close();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => void this.#soon(), this.#pace.everySeconds * 1000).unref();
  }

  /** One run for all who ask while it waits for its turn. Trouble is told and tried again. */
  async #soon(): Promise<void> {
    if (this.#due) return this.#running;
    this.#due = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      await this.sign();
    } catch (err) {
      this.#trouble('checkpoints of the records cannot be signed: it is tried again', err);
    }
  }

  async #sign(): Promise<void> {
    this.#due = false;
    const size = this.#tree.size;
    if (size > this.#signed) {
      const { origin, statePath, local, published } = this.#places;
      // All of one moment: records go on coming while this is written.
      const state = treeStateText({ tree: this.#tree, position: behind(this.#last) });
      const entry = checkpointEntry(signCheckpoint({ origin, size, root: this.#tree.root() }, this.#keys));
      await local.appendCheckpoint(entry);
      this.#signed = size;
      if (published !== undefined) this.#waiting = [...this.#waiting.slice(1 - mostWaiting), { size, entry }];
      await writeTreeState(statePath, state);
    }
    await this.#publish();
  }

  async #publish(): Promise<void> {
    const { published } = this.#places;
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        await published?.appendCheckpoint(next.entry);
        this.#published = next.size;
        this.#waiting.shift();
      }
    } catch (err) {
      await published?.close().catch(() => undefined);
      this.#trouble('checkpoints of the records cannot be published: it is tried again', err);
      return;
    }
    if (this.#reason !== undefined) this.#logger.info({ signed: this.#signed }, 'checkpoints are kept again');
    this.#reason = undefined;
  }

  #trouble(what: string, err: unknown): void {
    const reason = failureReason(err);
    if (this.#reason === undefined) this.#logger.error({ err, reason }, what);
    this.#reason = reason;
    this.#later();
  }
}

const behind = (at: Placement | LogPosition): LogPosition =>
  'length' in at
    ? { segment: at.segment, offset: at.offset + at.length, sequence: at.sequence + 1, chain: at.chain }
    : at;

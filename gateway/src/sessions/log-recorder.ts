import type { KeyObject } from 'node:crypto';
import type { EvidenceEvent } from '@vectorgate/policy-schema/evidence';
import { frameHeadBytes } from '@vectorgate/policy-schema/evidence';
import { readQuery } from '@vectorgate/policy-schema/records-query';
import { ulid } from 'ulidx';
import { GateError } from '../errors/gate-error.ts';
import { policyOperation } from '../policy/change/change-record.ts';
import { type RecordedChanges, recordedChanges } from '../policy/change/recorded-change.ts';
import type { CheckpointSigner, EvidenceHealth, SignedTree } from './evidence/checkpoint-signer.ts';
import { type Actor, gatewayItself, ownConnection, ownRecord } from './evidence/own-record.ts';
import { KeptPolicies } from './export/kept-policies.ts';
import { RecordExporter } from './export/record-exporter.ts';
import { addFrame } from './index/add-frame.ts';
import { indexEntry } from './index/index-entry.ts';
import { findClientSession } from './index/index-queries.ts';
import type { RecordIndex } from './index/record-index.ts';
import { keyMissing } from './keys/key-missing.ts';
import type { SessionKeys } from './keys/session-keys.ts';
import { endOfRemoved } from './log/removed-segments.ts';
import { scanLog } from './log/scan-log.ts';
import type { ScannedFrame } from './log/scan-segment.ts';
import { listSegments } from './log/segment-files.ts';
import type { SegmentLog } from './log/segment-log.ts';
import type { LeafedFrame, Placement, SegmentWriter } from './log/segment-writer.ts';
import type { OpenReport } from './open-recorder.ts';
import { encodeLong, encodeShort, sealedAtOnce } from './parts/encode-record.ts';
import type { RandomSource } from './parts/random-pool.ts';
import type { RecordDraft, Recorder } from './record.ts';
import { RecordReader } from './record-reader.ts';
import type { RecorderLogger } from './recorder-logger.ts';
import { Retention } from './retention/retention.ts';
import { type SessionKey, SessionTracker } from './session-tracker.ts';
import { LogFollower } from './stream/log-follower.ts';

interface Pieces {
  readonly log: SegmentLog;
  readonly index: RecordIndex;
  readonly keys: SessionKeys;
  readonly random: RandomSource;
  /** Absent: no checkpoints are signed. */
  readonly signer?: CheckpointSigner | undefined;
  readonly segments: string;
  readonly evidence: string;
  readonly leaves: string;
  readonly exports: string;
  readonly policies: string;
  /** Rejects when recording would be left without room. */
  readonly assertRoom: () => Promise<void>;
  /** Absent: records are kept for ever. */
  readonly retentionDays?: number | undefined;
  readonly writer: SegmentWriter;
  readonly unlock: () => void;
  readonly report: OpenReport;
  readonly logger: RecorderLogger;
}

/** The recorder and its reader over one folder. Made by `openRecorder`. */
export class LogRecorder extends RecordReader implements Recorder {
  readonly #pieces: Pieces;
  readonly #tracker: SessionTracker;
  readonly #retention: Retention | undefined;
  readonly #frames = (length: number): Buffer => this.#pieces.log.frame(length);
  /** Takes records out for somebody who may see them. */
  readonly exporter: RecordExporter;
  /** Texts of the policies that were in force. */
  readonly policies: KeptPolicies;
  /** What was found on opening. */
  readonly report: OpenReport;

  constructor(pieces: Pieces) {
    super(pieces.segments, pieces.index, pieces.keys, () => this.#completeIndex());
    this.#pieces = pieces;
    this.report = pieces.report;
    this.#tracker = new SessionTracker((key) => this.#findSession(key));
    const { segments, evidence, signer, writer, index, logger, retentionDays } = pieces;
    this.policies = new KeptPolicies(pieces.policies);
    this.exporter = new RecordExporter({
      segments,
      leaves: pieces.leaves,
      exports: pieces.exports,
      places: (of, most) => this.exportPlaces(of, most),
      key: (session) => pieces.keys.read(session),
      ...(signer && { signedTree: (): Promise<SignedTree> => signer.signedTree() }),
      assertRoom: pieces.assertRoom,
      policies: this.policies,
    });
    this.#retention =
      retentionDays === undefined
        ? undefined
        : new Retention(retentionDays, {
            segments,
            evidence,
            append: (event) => this.appendOwn(event),
            sign: async () => signer?.sign(),
            closeSegment: () => writer.closeSegment(),
            removed: (sequence, segment) => index.startAt(sequence, segment),
            logger,
          });
  }

  append(draft: RecordDraft): Promise<void> {
    const key = this.#pieces.keys.held(draft.header.session);
    return key === undefined ? this.#appendFirst(draft) : this.#append(draft, key);
  }

  sessionFor(key: SessionKey, instant: number): string {
    return this.#tracker.sessionFor(key, instant);
  }

  health(): { readonly ok: boolean; readonly reason?: string } {
    const reason = this.#pieces.log.failure();
    return reason === undefined ? { ok: true } : { ok: false, reason };
  }

  /** From now on records that are older than they may get are removed, where there is a limit. */
  startRetention(): void {
    this.#retention?.start();
  }

  /** Removes at once what is past its time at that instant. Returns how many segments went. */
  async applyRetention(now: number): Promise<number> {
    return (await this.#retention?.apply(now)) ?? 0;
  }

  /** How far the records are signed; undefined where nothing signs them. */
  evidence(): EvidenceHealth | undefined {
    return this.#pieces.signer?.health();
  }

  /**
   * Destroys the session's data key: nobody can read its records' parts any more; all else still verifies. That it was
   * done, and by whom, is a record, and durable before it is done.
   */
  async forgetSession(id: string, actor: Actor = gatewayItself): Promise<void> {
    const event: EvidenceEvent = { event: 'session-forgotten', session: id };
    const record = ulid();
    await this.appendOwn(event, actor, record, 'intent');
    this.#tracker.forget(id);
    await this.#pieces.keys.destroy(id);
    await this.appendOwn(event, actor, record);
  }

  /** Records what is done to the records themselves. */
  appendOwn(
    event: EvidenceEvent,
    actor: Actor = gatewayItself,
    id = ulid(),
    kind: 'intent' | 'outcome' = 'outcome',
  ): Promise<void> {
    const now = Date.now();
    return this.append(ownRecord(event, actor, { id, kind, session: this.ownSession(actor, now), now }));
  }

  /** What is recorded of the newest changes of the policies in force. */
  async policyChanges(): Promise<RecordedChanges> {
    const search = { query: readQuery(`operation:${policyOperation}`), now: Date.now() };
    const changes = await recordedChanges((cursor) => this.searchRecords(search, { limit: 100, cursor }));
    return { changes, whole: (await endOfRemoved(this.#pieces.segments)).sequence === 0 };
  }

  /** The session of what somebody does to the gate itself. */
  ownSession({ who: { issuer, subject } }: Actor, now = Date.now()): string {
    const key = { issuer, subject, connection: ownConnection, client: undefined, token: ownConnection };
    return this.sessionFor(key, now);
  }

  /** Reads the log in its order, as far as it is durable. */
  follow(): LogFollower {
    const { segments, writer } = this.#pieces;
    return new LogFollower(segments, () => writer.position);
  }

  async close(): Promise<void> {
    await this.#retention?.close();
    await this.#pieces.log.close();
    await this.#pieces.signer?.close();
    this.#pieces.index.close();
    this.#pieces.unlock();
  }

  async #appendFirst(draft: RecordDraft): Promise<void> {
    const { log, keys } = this.#pieces;
    let key: KeyObject;
    const { note, session } = draft.header;
    // A note is written under the key of a session that has one: none is made for it.
    if (note !== undefined && !keys.isForgotten(session) && !keys.isThere(session)) throw keyMissing(session);
    try {
      key = await keys.obtain(draft.header.session);
    } catch (cause) {
      if (cause instanceof GateError) throw cause;
      throw log.reportFailure(cause);
    }
    return this.#append(draft, key);
  }

  /**
   * Short records are encoded when their batch goes out, one after the other: in between other work each takes half as
   * long again. Nobody changes a draft meanwhile: its answer waits for this.
   */
  async #append(draft: RecordDraft, key: KeyObject): Promise<void> {
    const { log, index, random, signer } = this.#pieces;
    let headerLength = 0;
    let leaf: Uint8Array;
    const noted = (leafed: LeafedFrame): LeafedFrame => {
      headerLength = leafed.frame.readUInt32BE(frameHeadBytes);
      leaf = leafed.leaf;
      return leafed;
    };
    const placed = (at: Placement): void => {
      signer?.placed(leaf, at);
      index.add(indexEntry(draft.header, headerLength, at));
    };
    const bytes = sealedAtOnce(draft);
    if (bytes !== undefined)
      return log.append({ bytes, frame: () => noted(encodeShort(draft, key, random, this.#frames)), placed });
    const leafed = noted(await encodeLong(draft, key, random));
    return log.append({ bytes: leafed.frame.length, frame: () => leafed, placed });
  }

  #findSession(key: SessionKey & { client: string }): string | undefined {
    const { index, keys, logger } = this.#pieces;
    try {
      index.settle();
      const found = findClientSession(index.database(), key);
      if (found === undefined || keys.isForgotten(found)) return undefined;
      if (keys.isThere(found)) return found;
      // Another key under the same session would hide that the first is gone.
      logger.error(
        { session: found },
        'the key of a session is gone, and nobody had it forgotten: restore it',
      );
      return undefined;
    } catch (err) {
      // Without the index the run goes on in a new session; no record is lost by that.
      logger.warn({ err }, 'the sessions before could not be looked up');
      return undefined;
    }
  }

  #completing: Promise<void> | undefined;

  async #completeIndex(): Promise<void> {
    const { index } = this.#pieces;
    // What is appended while the log is read can leave another gap behind it: a few rounds close it.
    for (let round = 0; round < 5; round += 1) {
      index.settle();
      if (index.isComplete()) return;
      this.#completing ??= this.#fillIndex().finally(() => {
        this.#completing = undefined;
      });
      await this.#completing;
    }
  }

  /** Reads from the log what the index lacks. What is appended meanwhile follows on its own. */
  async #fillIndex(): Promise<void> {
    const { index, segments, logger } = this.#pieces;
    const { sequence, segment } = index.progress();
    logger.info({ sequence }, 'filling the index of the records from the log');
    const files = await listSegments(segments);
    const start = await endOfRemoved(segments);
    const add = (frame: ScannedFrame): void => {
      if (frame.sequence >= sequence) addFrame(index, frame);
    };
    await scanLog(files, Math.max(0, segment - 1 - start.segment), add, () => {}, start);
    index.settle();
  }
}

import type { KeyObject } from 'node:crypto';
import { GateError } from '../../errors/gate-error.ts';
import type { SignedTree } from '../evidence/checkpoint-signer.ts';
import { LogProofs } from '../evidence/log-proofs.ts';
import type { RecordPlace } from '../index/index-queries.ts';
import { SegmentReader } from '../log/segment-reader.ts';
import { ArchiveFile } from './archive-file.ts';
import {
  type ArchiveRequest,
  type Bodies,
  type ExportOf,
  type RecordedDecision,
  readUpTo,
  type See,
  type SeenDecision,
} from './export-request.ts';
import type { KeptPolicies } from './kept-policies.ts';
import { readDecision } from './read-decision.ts';
import { writeArchive } from './write-archive.ts';

/** What exporting needs of the recorder. */
export interface ExporterPieces {
  readonly segments: string;
  /** Of leaf hashes, and of archives while they are made. */
  readonly leaves: string;
  readonly exports: string;
  /** Where the decisions lie, the oldest first; undefined when there are more than that. */
  readonly places: (of: ExportOf, most: number) => Promise<readonly RecordPlace[] | undefined>;
  readonly key: (session: string) => Promise<KeyObject | undefined>;
  /** Absent: nothing signs the records. */
  readonly signedTree?: () => Promise<SignedTree>;
  /** Rejects when recording would be left without room. */
  readonly assertRoom: () => Promise<void>;
  readonly policies: KeptPolicies;
}

/** A decision, and what of it somebody may see. */
export interface ExportedDecision {
  readonly recorded: RecordedDecision;
  readonly seen: SeenDecision;
}

/** Decisions in one export at the most. */
export const mostExported = 100_000;

/** Takes records out of the log for somebody who may see them. */
export class RecordExporter {
  readonly #pieces: ExporterPieces;
  readonly #proofs: LogProofs;
  #prepared = false;

  constructor(pieces: ExporterPieces) {
    this.#pieces = pieces;
    this.#proofs = new LogProofs(pieces.segments, pieces.leaves);
  }

  /** Ids of the decisions, and they one after the other, the oldest first. Rejects with `GateError` code `export-too-large` before the first. */
  async decisions(
    of: ExportOf,
    bodies: Bodies,
    see: See,
  ): Promise<{ readonly ids: readonly string[]; readonly decisions: AsyncIterable<ExportedDecision> }> {
    const places = await this.#places(of);
    const { segments, key } = this.#pieces;
    const decisions = (async function* (): AsyncGenerator<ExportedDecision> {
      const reader = new SegmentReader(segments);
      try {
        for (const place of places) {
          const recorded = await readDecision(reader, place, key, readUpTo[bodies]);
          yield { recorded, seen: see(recorded) };
        }
      } catch (error) {
        // It counts for more than a file that cannot be closed.
        await reader.close().catch(() => undefined);
        throw error;
      } finally {
        await reader.close();
      }
    })();
    return { ids: places.map(({ id }) => id), decisions };
  }

  /**
   * An archive (`.vgsession`) that verifies offline. Rejects with `GateError` code `export-too-large`, `not-signed`, or
   * `disk-low`. Whoever gets it closes it.
   */
  async archive(request: ArchiveRequest): Promise<ArchiveFile> {
    try {
      return await this.#archive(request);
    } catch (error) {
      if (!(error instanceof GateError && error.code === 'leaves-damaged')) throw error;
      await this.#proofs.clear();
      return this.#archive(request);
    }
  }

  /**
   * Makes what the first archive of a log waits for, once: its leaf hashes, for which the whole log is read. For whoever looks
   * at what may be exported soon. What goes wrong is told to whoever exports.
   */
  prepare(): void {
    const { signedTree } = this.#pieces;
    if (this.#prepared || signedTree === undefined) return;
    this.#prepared = true;
    signedTree()
      .then((tree) => this.#proofs.in(tree))
      .catch(() => {
        this.#prepared = false;
      });
  }

  async #archive(request: ArchiveRequest): Promise<ArchiveFile> {
    const { segments, exports, key, signedTree, policies, assertRoom } = this.#pieces;
    if (signedTree === undefined)
      throw new GateError(
        'not-signed',
        'Nothing signs the records of this gateway, so no archive of them can be made.',
      );
    const places = await this.#places(request.of);
    // Behind the search: everything that was found is in it.
    const tree = await signedTree();
    const proofs = await this.#proofs.in(tree);
    const file = await ArchiveFile.make(exports);
    try {
      await writeArchive(file, request, { segments, places, tree, proofs, key, policies, assertRoom });
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async #places(of: ExportOf): Promise<readonly RecordPlace[]> {
    const places = await this.#pieces.places(of, mostExported);
    if (places !== undefined) return places;
    throw new GateError(
      'export-too-large',
      `More than ${mostExported} decisions cannot be exported at once.`,
      {
        most: mostExported,
      },
    );
  }
}

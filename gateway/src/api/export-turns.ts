import { ApiError } from './api-error.ts';

/** Exports that run at once: each reads as fast as the disk gives. */
const mostAtOnce = 4;

/** Whose turn it is to export: one export of a subject at a time, and few in all. */
export class ExportTurns {
  readonly #running = new Set<string>();

  /** Returns what ends the turn, which may be called more than once. Throws `ApiError` when it is not theirs. */
  take(subject: string): () => void {
    if (this.#running.has(subject) || this.#running.size >= mostAtOnce)
      throw new ApiError(
        429,
        'too-many-exports',
        this.#running.has(subject)
          ? 'Another export of yours is running.'
          : `${mostAtOnce} exports are running, which is the most at a time.`,
        'Ask again when it has ended.',
      );
    this.#running.add(subject);
    return () => this.#running.delete(subject);
  }
}

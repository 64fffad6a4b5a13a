import type { FileStanding } from './live-words.ts';

/** A comparison under way. */
export interface Comparing {
  readonly done: Promise<FileStanding>;
  readonly end: () => void;
}

export interface FileComparisonsParts {
  /** Milliseconds without a change after which a file is compared. */
  readonly pause: number;
  /** Something was found out. */
  readonly changed: () => void;
}

/** What is to be compared. */
export interface Comparison {
  /** The file's name; what is known belongs to it until it is forgotten. */
  readonly file: string;
  readonly text: string;
  /** Names what it is compared with. */
  readonly base: string;
  readonly begin: () => Comparing;
}

interface Known {
  /** What was compared. */
  readonly of?: string;
  readonly standing?: FileStanding;
  /** What is being compared, or will be. */
  readonly next?: { readonly of: string; readonly end: () => void };
}

/** How files stand to others, compared one at a time for each file: a new comparison ends the one before. */
export class FileComparisons {
  readonly #parts: FileComparisonsParts;
  readonly #known = new Map<string, Known>();
  /** Another whenever a file around may have changed: rules of one are others by what stands in another. */
  #generation = 0;

  constructor(parts: FileComparisonsParts) {
    this.#parts = parts;
  }

  /** A file of the set was written in, saved, made or removed. */
  setChanged(): void {
    this.#generation++;
  }

  /** What is known of it; while it is compared, what was known before. */
  standing(comparison: Comparison): FileStanding | undefined {
    const { file, text, base } = comparison;
    const of = `${this.#generation} ${base} ${text}`;
    const known = this.#known.get(file) ?? {};
    if (known.of !== of && known.next?.of !== of) this.#later(comparison, of, known);
    return known.standing;
  }

  /** Nobody looks at it any more. */
  forget(file: string): void {
    this.#known.get(file)?.next?.end();
    this.#known.delete(file);
  }

  dispose(): void {
    for (const file of [...this.#known.keys()]) this.forget(file);
  }

  #later({ file, begin }: Comparison, of: string, known: Known): void {
    known.next?.end();
    let comparing: Comparing | undefined;
    let isEnded = false;
    const timer = setTimeout(async () => {
      comparing = begin();
      const standing = await comparing.done.catch((): FileStanding => 'unknown');
      if (isEnded) return;
      this.#known.set(file, { of, standing });
      this.#parts.changed();
    }, this.#parts.pause);
    const end = (): void => {
      isEnded = true;
      clearTimeout(timer);
      comparing?.end();
    };
    this.#known.set(file, { ...known, next: { of, end } });
  }
}

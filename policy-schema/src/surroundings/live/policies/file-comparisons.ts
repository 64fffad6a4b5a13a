import type { FileStanding } from './live-words.ts';

/** A comparison under way. */
export interface Comparing<Standing = FileStanding> {
  readonly done: Promise<Standing>;
  readonly end: () => void;
}

export interface FileComparisonsParts<Standing = FileStanding> {
  /** Milliseconds without a change after which a file is compared. */
  readonly pause: number | (() => number);
  /** Something was found out. */
  readonly changed: () => void;
  /** What is known where comparing fails. */
  readonly failed: Standing;
}

/** What is to be compared. */
export interface Comparison<Standing = FileStanding> {
  /** The file's name; what is known belongs to it until it is forgotten. */
  readonly file: string;
  readonly text: string;
  /** Names what it is compared with. */
  readonly base: string;
  readonly begin: () => Comparing<Standing>;
}

interface Known<Standing> {
  /** What was compared. */
  readonly of?: string;
  readonly standing?: Standing;
  /** What is being compared, or will be. */
  readonly next?: { readonly of: string; readonly end: () => void };
}

/** How files stand to others, compared one at a time for each file: a new comparison ends the one before. */
export class FileComparisons<Standing = FileStanding> {
  readonly #parts: FileComparisonsParts<Standing>;
  readonly #known = new Map<string, Known<Standing>>();
  /** Another whenever a file around may have changed: rules of one are others by what stands in another. */
  #generation = 0;

  constructor(parts: FileComparisonsParts<Standing>) {
    this.#parts = parts;
  }

  /** A file of the set was written in, saved, made or removed. */
  setChanged(): void {
    this.#generation++;
  }

  /** What is known of it; while it is compared, what was known before. */
  standing(comparison: Comparison<Standing>): Standing | undefined {
    return this.known(comparison).standing;
  }

  /** The same, and whether it is of what is written now. */
  known(comparison: Comparison<Standing>): { readonly standing?: Standing; readonly isNow: boolean } {
    const { file, text, base } = comparison;
    const of = `${this.#generation} ${base} ${text}`;
    const known = this.#known.get(file) ?? {};
    if (known.of !== of && known.next?.of !== of) this.#later(comparison, of, known);
    const { standing } = known;
    return { ...(standing !== undefined && { standing }), isNow: known.of === of };
  }

  /** Nobody looks at it any more. */
  forget(file: string): void {
    this.#known.get(file)?.next?.end();
    this.#known.delete(file);
  }

  dispose(): void {
    for (const file of [...this.#known.keys()]) this.forget(file);
  }

  #later({ file, begin }: Comparison<Standing>, of: string, known: Known<Standing>): void {
    known.next?.end();
    const { pause, failed } = this.#parts;
    let comparing: Comparing<Standing> | undefined;
    let isEnded = false;
    const timer = setTimeout(
      async () => {
        comparing = begin();
        const standing = await comparing.done.catch(() => failed);
        if (isEnded) return;
        this.#known.set(file, { of, standing });
        this.#parts.changed();
      },
      typeof pause === 'number' ? pause : pause(),
    );
    const end = (): void => {
      isEnded = true;
      clearTimeout(timer);
      comparing?.end();
    };
    this.#known.set(file, { ...known, next: { of, end } });
  }
}

import { counted } from '../verify/counted.ts';
import type { ArchiveProblem } from './archive-report.ts';

/** More of a kind are counted, not listed. */
const mostListed = 20;

/** What is found while an archive is verified. */
export class Findings {
  readonly problems: ArchiveProblem[] = [];
  readonly remarks: string[] = [];

  add(problem: ArchiveProblem): void {
    this.problems.push(problem);
  }

  /** Something that cannot be read: told as damage, with what the reader of the file said. */
  damaged(what: string, error: unknown, at: { readonly record?: number; readonly id?: string } = {}): void {
    const said = error instanceof Error ? error.message : 'it cannot be read';
    this.add({ code: 'archive-damaged', reason: `${what}: ${said}`, ...at });
  }

  remark(text: string): void {
    this.remarks.push(text);
  }

  /** The first ones; how many more there are is a remark. */
  listed(): readonly ArchiveProblem[] {
    const more = this.problems.length - mostListed;
    if (more > 0) this.remark(`Not listed: ${counted(more, 'more problem')}.`);
    return this.problems.slice(0, mostListed);
  }
}

import type { Contents } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ListedTest, RanCase } from '@vectorgate/policy-schema/test-run';
import { isPolicyTestPath } from '../is-policy-path.ts';
import { ContentsFolders } from '../surroundings/contents-folders.ts';
import { findTests } from '../surroundings/find-tests.ts';
import { readTested, type TestReading } from '../surroundings/read-tested.ts';
import type { PolicyService } from '../worker/policy-service.ts';
import type { ToldCoverage } from '../worker/tests/test-jobs.ts';
import type { TestFile } from './test-file.ts';

export interface PolicyTestsParts {
  readonly contents: Contents.IManager;
  readonly openText: (path: string) => string | undefined;
  /** Runs beside the page, and beside the language: nobody's typing waits for tests. */
  readonly jobs: () => PolicyService;
}

/** What is to be run: all, or some cases of one file. */
export interface WantedTests {
  readonly path: string;
  readonly ids?: readonly string[];
}

/** The tests that belong to the policy which a person is at, and what became of them. */
export class PolicyTests {
  private readonly parts: PolicyTestsParts;
  private readonly changedSignal = new Signal<this, void>(this);
  private byPath = new Map<string, TestFile>();
  private at: string | undefined;
  private looking = 0;
  private newest: Promise<void> = Promise.resolve();
  private stopped = false;
  private again: (() => void) | undefined;
  /** The folder whose tests these are; undefined until a policy was open. */
  folder: string | undefined;
  isLooking = false;
  /** Files that were run of all that are to be run, while they are. */
  running: { readonly done: number; readonly total: number } | undefined;
  coverage: ToldCoverage | undefined;
  /** What keeps all of it from working. */
  trouble: string | undefined;
  runsOnSave = true;

  constructor(parts: PolicyTestsParts) {
    this.parts = parts;
  }

  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  get files(): readonly TestFile[] {
    return [...this.byPath.values()];
  }

  of(path: string): TestFile | undefined {
    return this.byPath.get(path);
  }

  /** Lists the tests that belong to a policy or to a file of tests. */
  async follow(path: string): Promise<void> {
    if (this.at === path) return;
    this.at = path;
    await this.look();
  }

  /** Somebody wrote in a file of tests, which now holds these. */
  typed(path: string, tests: readonly ListedTest[]): void {
    const file = this.byPath.get(path);
    if (file === undefined || JSON.stringify(file.tests) === JSON.stringify(tests)) return;
    this.byPath.set(path, { ...file, tests });
    this.emit();
  }

  /** A policy or a file of tests was saved. */
  saved(path: string): void {
    if (this.folder === undefined || !(this.folder === '' || path.startsWith(`${this.folder}/`))) return;
    // The first file of tests may be saved before it is listed.
    if (this.runsOnSave && (this.files.length > 0 || isPolicyTestPath(path))) void this.run();
    else void this.look();
  }

  setRunsOnSave(on: boolean): void {
    this.runsOnSave = on;
    this.emit();
  }

  /** Lists them anew. Resolves once they are listed as they were asked for last. */
  async look(): Promise<void> {
    this.newest = this.lookAt(this.at);
    let seen: Promise<void>;
    do {
      seen = this.newest;
      await seen;
    } while (seen !== this.newest);
  }

  private async lookAt(at: string | undefined): Promise<void> {
    if (at === undefined) return;
    const turn = ++this.looking;
    this.isLooking = true;
    this.emit();
    try {
      const reading = this.reading(at);
      const { folder, paths, isAll } = await findTests(this.parts.contents, at);
      const files = await Promise.all(paths.map((path) => this.listed(path, reading)));
      if (turn !== this.looking) return;
      const other = folder !== this.folder;
      this.folder = folder;
      if (other) this.coverage = undefined;
      this.byPath = new Map(
        files
          .filter((file) => file !== undefined)
          // What a run beside this found out is kept.
          .map((file) => [file.path, { ...file, results: this.byPath.get(file.path)?.results ?? new Map() }]),
      );
      this.trouble = isAll
        ? undefined
        : `There is more below ${folder === '' ? 'the top folder' : folder} than is looked through for tests. Put policies and tests into a folder called policies.`;
    } catch (error) {
      if (turn === this.looking) this.trouble = wordsOf(error);
    }
    if (turn !== this.looking) return;
    this.isLooking = false;
    this.emit();
  }

  /** Runs what is wanted, all without it. While something runs, it is run once more after that. */
  async run(wanted?: WantedTests): Promise<void> {
    if (this.running !== undefined) {
      this.again = () => void this.run(wanted);
      return;
    }
    this.stopped = false;
    this.running = { done: 0, total: 0 };
    this.emit();
    try {
      await this.look();
      await this.runFiles(wanted);
    } catch (error) {
      this.trouble = wordsOf(error);
    }
    this.running = undefined;
    this.emit();
    const next = this.again;
    this.again = undefined;
    next?.();
  }

  /** Leaves those that were not run yet as they are. */
  stop(): void {
    this.stopped = true;
    this.again = undefined;
  }

  private async runFiles(wanted: WantedTests | undefined): Promise<void> {
    const jobs = this.parts.jobs();
    const { folder } = this;
    const paths = this.files.map(({ path }) => path).filter((path) => path === (wanted?.path ?? path));
    const reading = this.reading(paths[0] ?? '');
    await jobs.ask('beginTests');
    for (const [done, path] of paths.entries()) {
      if (this.stopped || this.folder !== folder) break;
      this.running = { done, total: paths.length };
      this.emit();
      const asked = await readTested(path, reading);
      if (asked === undefined || !this.byPath.has(path)) continue;
      const { results, trouble } = await jobs.ask('runTests', asked, wanted?.ids);
      // Somebody may be at other policies by now, or have written in the file.
      const file = this.folder === folder ? this.byPath.get(path) : undefined;
      if (file === undefined) continue;
      const before = wanted?.ids === undefined ? [] : file.results;
      const own = new Map<string, RanCase>([...before, ...results.map((one) => [one.id, one] as const)]);
      this.byPath.set(path, { ...file, results: own, trouble });
    }
    const coverage = await jobs.ask('endTests');
    if (this.folder === folder) this.coverage = coverage;
  }

  private async listed(path: string, reading: TestReading): Promise<Omit<TestFile, 'results'> | undefined> {
    const asked = await readTested(path, reading);
    if (asked === undefined) return undefined;
    return { path, ...(await this.parts.jobs().ask('listTests', asked)) };
  }

  private reading(at: string): TestReading {
    const { contents, openText, jobs } = this.parts;
    const folders = new ContentsFolders(contents, contents.driveName(at));
    return { contents, folders, openText, named: (text) => jobs().ask('namedPolicies', text) };
  }

  private emit(): void {
    this.changedSignal.emit();
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import {
  fileDrift,
  loadSide,
  type RecordedTraffic,
  recordedTraffic,
  TrafficCount,
} from '@vectorgate/policy-schema/analyse';
import {
  type Analysis,
  analyse,
  type Catalogue,
  complete,
  conditionTokens,
  diagnose,
  diagnoseTraffic,
  fixesFor,
  format,
  hover,
  inlayHints,
  LanguageMemory,
  lenses,
  namedAt,
  type PolicyDiagnostic,
  refactorings,
  rename,
  symbols,
  type Traffic,
  wantedFields,
} from '@vectorgate/policy-schema/language';
import { isLinear } from '@vectorgate/policy-schema/linear-patterns';
import { type CatalogDocument, catalogueOf, joinCatalogues } from '@vectorgate/policy-schema/surroundings';
import { isTestFile } from '@vectorgate/policy-schema/test-run';
import { catalogueOfAll, type Known, knownFrom } from './known-from.ts';
import type { Counted, PolicyWork, Preferences, ReadFile, Told } from './policy-messages.ts';
import { TestLanguage } from './tests/test-language.ts';

/** Milliseconds of counting before something else has a turn. */
const slice = 15;

const withFixes = (analysis: Analysis, all: readonly PolicyDiagnostic[]): readonly Told[] =>
  all.map((diagnostic) => {
    const { fixes: _, ...told } = diagnostic;
    return { ...told, fixes: fixesFor(analysis, diagnostic) };
  });

/** Open policies and what lies around them; each is analysed once per version of all that matters to it. */
export class PolicyDesk implements PolicyWork {
  readonly #now: () => number;
  readonly #memory = new LanguageMemory();
  readonly #texts = new Map<string, string>();
  readonly #known = new Map<string, Known>();
  readonly #kept = new Map<string, Analysis>();
  readonly #tests = new TestLanguage();
  #live: Catalogue | undefined;
  #preferences: Preferences = { severities: {}, hints: true };
  /** What files and the gateway tell together, by what the files tell. */
  #joined = new WeakMap<Known, { readonly catalogue: Catalogue | undefined }>();

  /** What was asked lately, or why it is not told. */
  #recorded: RecordedTraffic | string | undefined;
  /** What is being counted, and what was counted last. */
  readonly #counting = new Map<string, { readonly of: Analysis; readonly counting: TrafficCount }>();
  readonly #counted = new Map<string, Traffic>();
  readonly #told = new WeakMap<Analysis, readonly Told[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  put(path: string, text: string): void {
    if (this.#texts.get(path) === text) return;
    this.#texts.set(path, text);
    this.#kept.clear();
  }

  forget(path: string): void {
    this.#texts.delete(path);
    this.#known.delete(path);
    this.#counting.delete(path);
    this.#counted.delete(path);
    this.#memory.forget(path);
    this.#kept.clear();
  }

  surround(...[path, surrounding]: Parameters<PolicyWork['surround']>): readonly string[] {
    const known = knownFrom(surrounding);
    this.#known.set(path, known);
    this.#kept.clear();
    return known.problems;
  }

  live(document: CatalogDocument | null): void {
    const known = document === null ? undefined : catalogueOf(document);
    this.#live = known && { ...known, live: true };
    this.#joined = new WeakMap();
    this.#kept.clear();
  }

  prefer(preferences: Preferences): void {
    this.#preferences = preferences;
    this.#kept.clear();
  }

  look(path: string): ReturnType<PolicyWork['look']> {
    if (isTestFile(path)) return this.#tests.look(...this.#testAt(path));
    const analysis = this.#analyse(path);
    return {
      ...this.#said(path, analysis),
      tokens: conditionTokens(analysis),
      hints: this.#preferences.hints ? inlayHints(analysis) : [],
      wanted: wantedFields(analysis),
    };
  }

  traffic(told: Parameters<PolicyWork['traffic']>[0]): void {
    this.#recorded = 'absent' in told ? (told.absent ?? undefined) : recordedTraffic(told);
    this.#counting.clear();
    this.#counted.clear();
  }

  count(path: string): ReturnType<PolicyWork['count']> {
    const recorded = this.#recorded;
    const analysis = this.#analyse(path);
    // What does not load would refuse everything: of that nothing is told.
    if (analysis.snapshot !== undefined) return undefined;
    if (typeof recorded !== 'object' || analysis.compilation.problems.length > 0) return undefined;
    const begun = this.#counting.get(path);
    const counting =
      begun?.of === analysis
        ? begun.counting
        : new TrafficCount(
            analysis.compilation.places.map(({ compiled }) => compiled),
            recorded.requests,
          );
    this.#counting.set(path, { of: analysis, counting });
    if (!counting.goOn(slice)) return 'more';
    const { over, read } = recorded;
    this.#counted.set(path, { over, read, rules: counting.rules });
    return this.#said(path, analysis);
  }

  drift(...[path, base]: Parameters<PolicyWork['drift']>): ReturnType<PolicyWork['drift']> {
    const { files = [], environment } = this.#known.get(path) ?? {};
    const own = files.some((file) => file.path === path) ? files : [...files, { path, text: '' }];
    const head = own.map((file) => this.#asItIsOpen(file));
    const before = loadSide(base, environment, 'The policies in force');
    return fileDrift(before, loadSide(head, environment, 'The policies here'), path).length;
  }

  complete(path: string, offset: number): ReturnType<PolicyWork['complete']> {
    if (!isTestFile(path)) return complete(this.#analyse(path), offset);
    // What is completed of tests is YAML: in a file of JSON it would have to be written another way.
    return path.endsWith('.json') ? [] : this.#tests.complete(...this.#testAt(path), offset);
  }

  refactor(path: string, offset: number): ReturnType<PolicyWork['refactor']> {
    return isTestFile(path) ? [] : refactorings(this.#analyse(path), offset);
  }

  hover(path: string, offset: number): ReturnType<PolicyWork['hover']> {
    if (isTestFile(path)) return this.#tests.hover(...this.#testAt(path), offset);
    return hover(this.#analyse(path), offset);
  }

  named(path: string, offset: number): ReturnType<PolicyWork['named']> {
    return isTestFile(path) ? undefined : namedAt(this.#analyse(path), offset);
  }

  rename(path: string, offset: number, name: string): ReturnType<PolicyWork['rename']> {
    return rename(this.#analyse(path), offset, name);
  }

  format(path: string): ReturnType<PolicyWork['format']> {
    return format(path, this.#textOf(path));
  }

  symbols(path: string): ReturnType<PolicyWork['symbols']> {
    if (isTestFile(path)) return this.#tests.symbols({ path, text: this.#textOf(path) });
    return symbols(this.#analyse(path));
  }

  /** A file of tests with the policies that it is about, and the configuration beside them. */
  #testAt(path: string): readonly [ReadFile, readonly ReadFile[], ReadFile | undefined] {
    const { files = [], config } = this.#known.get(path) ?? {};
    return [{ path, text: this.#textOf(path) }, files.map((file) => this.#asItIsOpen(file)), config];
  }

  /** What an editor has open counts, not what it saved. */
  #asItIsOpen(file: ReadFile): ReadFile {
    return { ...file, text: this.#texts.get(file.path) ?? file.text };
  }

  #catalogueOf(known: Known | undefined): Catalogue | undefined {
    if (known === undefined) return joinCatalogues(undefined, this.#live);
    let joined = this.#joined.get(known);
    if (joined === undefined) {
      joined = { catalogue: catalogueOfAll(known, this.#live) };
      this.#joined.set(known, joined);
    }
    return joined.catalogue;
  }

  /** With the counts of the version before while this one is counted. */
  #said(path: string, analysis: Analysis): Counted {
    const traffic = typeof this.#recorded === 'object' ? this.#counted.get(path) : this.#recorded;
    const counted = { ...analysis, surroundings: { ...analysis.surroundings, now: this.#now(), traffic } };
    return {
      diagnostics: [...this.#diagnosed(analysis), ...withFixes(counted, diagnoseTraffic(counted))],
      lenses: lenses(counted),
    };
  }

  /** What is said whatever was asked, looked for once. */
  #diagnosed(analysis: Analysis): readonly Told[] {
    const told = this.#told.get(analysis) ?? withFixes(analysis, diagnose(analysis));
    this.#told.set(analysis, told);
    return told;
  }

  #textOf(path: string): string {
    return this.#texts.get(path) ?? '';
  }

  #analyse(path: string): Analysis {
    const kept = this.#kept.get(path);
    if (kept !== undefined) return kept;
    const known = this.#known.get(path);
    const analysis = analyse(
      { path, text: this.#textOf(path) },
      {
        now: this.#now(),
        isLinear,
        files: known?.files.map((file) => this.#asItIsOpen(file)),
        catalogue: this.#catalogueOf(known),
        severities: this.#preferences.severities,
        memory: this.#memory,
      },
    );
    this.#kept.set(path, analysis);
    return analysis;
  }
}

import type { ToldTraffic } from '@vectorgate/policy-schema/analyse';
import type {
  Catalogue,
  Completion,
  ConditionToken,
  Fix,
  Formatted,
  InlayHint,
  Lens,
  Named,
  PolicyDiagnostic,
  PolicyHover,
  PolicySymbol,
  Renaming,
  Severity,
  WantedFields,
} from '@vectorgate/policy-schema/language';
import type { CatalogDocument } from '@vectorgate/policy-schema/surroundings';
import type { ListedTest } from '@vectorgate/policy-schema/test-run';
import type { AnalysisJobs } from './analysis/analysis-jobs.ts';
import type { TestJobs } from './tests/test-jobs.ts';

/** A file as it was read. */
export interface ReadFile {
  readonly path: string;
  readonly text: string;
}

/** What lies around a policy, as the page read it. */
export interface SurroundingFiles {
  /** All policies that are in force together, the policy itself among them. */
  readonly files: readonly ReadFile[];
  /** A gateway's configuration, and a snapshot of what is on its connections. */
  readonly config?: ReadFile | undefined;
  readonly catalogue?: ReadFile | undefined;
  /** Names to offer where neither of the two is there. */
  readonly names?: Catalogue | undefined;
}

/** A diagnostic with what can be done about it. */
export type Told = Omit<PolicyDiagnostic, 'fixes'> & { readonly fixes: readonly Fix[] };

/** What is shown of a document without being asked for. */
export interface Look {
  readonly diagnostics: readonly Told[];
  readonly lenses: readonly Lens[];
  readonly tokens: readonly ConditionToken[];
  readonly hints: readonly InlayHint[];
  /** Of a file of tests: those that it holds. */
  readonly tests?: readonly ListedTest[];
  /** Collections whose fields matter. */
  readonly wanted: readonly WantedFields[];
}

/** What is shown anew once recorded operations are counted. */
export type Counted = Pick<Look, 'diagnostics' | 'lenses'>;

/** Severities by code, where they are not the usual ones. */
export type Severities = Readonly<Record<string, Severity | 'off'>>;

/** What the person set of how policies are looked at. */
export interface Preferences {
  readonly severities: Severities;
  /** Whether words are shown behind places that say more than is written there. */
  readonly hints: boolean;
}

/** What the worker does, by name: arguments, and the answer. */
export interface PolicyWork {
  /** The text of an open document, now. */
  put(path: string, text: string): void;
  forget(path: string): void;
  /** What lies around a document. Says what of it cannot be read. */
  surround(path: string, surrounding: SurroundingFiles): readonly string[];
  /** What a gateway tells now of what exists, as a document of kind Catalog. */
  live(document: CatalogDocument | null): void;
  prefer(preferences: Preferences): void;
  look(path: string): Look;
  /** What was asked lately, as it was read. */
  traffic(told: ToldTraffic): void;
  /**
   * Goes on counting what was asked by the rules of a document, for a moment: what is said of them once all is counted,
   * `more` before, and undefined where there is nothing to count.
   */
  count(path: string): Counted | 'more' | undefined;
  /** How many rules of a document are others than in those policies. Throws where a side does not load. */
  drift(path: string, base: readonly ReadFile[]): number;
  complete(path: string, offset: number): readonly Completion[];
  /** What may be done at a place, whatever is said of it. */
  refactor(path: string, offset: number): readonly Fix[];
  hover(path: string, offset: number): PolicyHover | undefined;
  named(path: string, offset: number): Named | undefined;
  rename(path: string, offset: number, name: string): Renaming;
  format(path: string): Formatted;
  symbols(path: string): readonly PolicySymbol[];
}

/** All that a worker does. */
export type WorkerWork = PolicyWork & TestJobs & AnalysisJobs;

/** One request to the worker. */
export interface PolicyRequest {
  readonly id: number;
  readonly kind: keyof WorkerWork;
  readonly args: readonly unknown[];
}

/** Its answer: a value, or why there is none. */
export type PolicyReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly problem: string };

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { PolicyFile } from '../compile/compile-policies.ts';
import type { PolicyEnvironment } from '../compile/environment.ts';
import { UsageError } from '../errors/usage-error.ts';
import { TextLines } from '../language/index.ts';
import { isLinear } from '../pattern/is-linear.ts';
import { environmentOfFile } from '../surroundings/environment-of-file.ts';
import { policiesOf } from '../surroundings/policies-of.ts';
import {
  type ListedTest,
  listedTests,
  loadTested,
  type PreparedTests,
  prepareTests,
  type RanTests,
  ranTests,
  type TestedPolicies,
  type TestTally,
  talliedTests,
  troubleOf,
} from '../test-run/index.ts';
import type { ServedFiles } from './served-files.ts';

/** A file of tests with the policies that it is about. */
export interface TestsAtHand {
  readonly prepared: PreparedTests;
  readonly lines: TextLines;
  /** Undefined where the policies do not load; `trouble` then says why. */
  readonly policies: TestedPolicies | undefined;
  readonly files: readonly PolicyFile[];
  readonly environment: PolicyEnvironment | undefined;
  readonly trouble: string | undefined;
}

/** Lists and runs tests of policies for an editor. What it has open counts, not what it saved. */
export class PolicyTests {
  readonly #open: () => readonly TextDocument[];
  readonly #files: ServedFiles;
  /** The last policies that were loaded: what is typed into tests does not change them. */
  #kept: { readonly stamp: string; readonly loaded: ReturnType<typeof loadTested> } | undefined;

  constructor(open: () => readonly TextDocument[], files: ServedFiles) {
    this.#open = open;
    this.#files = files;
  }

  /** Reads a file of tests and all that it is about, as they are now. With `fresh`, nothing is counted as covered yet. */
  async at(uri: string, fresh = false): Promise<TestsAtHand> {
    const { pathOf } = this.#files;
    const path = pathOf(uri);
    const texts = new Map(this.#open().map((one) => [pathOf(one.uri), one.getText()]));
    const textOf = async (at: string): Promise<string> => texts.get(at) ?? this.#files.read(at);
    const file = { path, text: await textOf(path) };
    const lines = new TextLines(file.text);
    let files: PolicyFile[] = [];
    let environment: PolicyEnvironment | undefined;
    let trouble: string | undefined;
    let policies: TestedPolicies | undefined;
    try {
      if (!this.#files.surround(uri))
        throw new UsageError('Save these tests below the folder of the policies that they are about.');
      const found = await policiesOf(path, file.text, this.#files.workspaceOf(path), this.#files);
      if (found.paths.length === 0)
        throw new UsageError('These tests are about no policies: name them in spec.policies.');
      files = await Promise.all(found.paths.map(async (at) => ({ path: at, text: await textOf(at) })));
      environment =
        found.config === undefined ? undefined : await environmentOfFile(found.config, this.#files);
      const loaded = fresh ? loadTested(files, environment, isLinear) : this.#load(files, environment);
      if ('policies' in loaded) policies = loaded.policies;
      else trouble = troubleOf('The policies do not load', loaded.problems);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      trouble = error.message;
    }
    const prepared = prepareTests(file, { environment, places: policies?.places });
    return { prepared, lines, policies, files, environment, trouble };
  }

  /** How all tests of a file come out; null when they are not about a policy. */
  async tally(uri: string, policy: string): Promise<TestTally | null> {
    const { pathOf } = this.#files;
    const { prepared, policies, files, trouble } = await this.at(uri);
    if (!files.some(({ path }) => path === pathOf(policy))) return null;
    return policies === undefined
      ? { passed: 0, failed: 0, trouble: trouble ?? 'There are no policies.' }
      : talliedTests(prepared, policies);
  }

  #load(
    files: readonly PolicyFile[],
    environment: PolicyEnvironment | undefined,
  ): ReturnType<typeof loadTested> {
    const stamp = JSON.stringify([files, environment]);
    if (this.#kept?.stamp !== stamp) this.#kept = { stamp, loaded: loadTested(files, environment, isLinear) };
    return this.#kept.loaded;
  }

  async list(uri: string): Promise<readonly ListedTest[]> {
    const { prepared, lines } = await this.at(uri);
    return listedTests(prepared, lines);
  }

  /** Runs some cases of a file, or all. */
  async run(uri: string, ids: readonly string[] | undefined): Promise<RanTests> {
    const { prepared, policies, files, trouble } = await this.at(uri, true);
    if (policies === undefined)
      return { trouble: trouble ?? 'There are no policies.', results: [], coverage: [] };
    return ranTests(prepared, policies, files, ids, this.#files.uriOf);
  }
}

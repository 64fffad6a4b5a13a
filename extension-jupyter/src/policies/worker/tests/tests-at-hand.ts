import type { PolicyEnvironment } from '@vectorgate/policy-schema';
import { isLinear } from '@vectorgate/policy-schema/linear-patterns';
import {
  loadTested,
  type PreparedTests,
  prepareTests,
  type TestedPolicies,
  troubleOf,
} from '@vectorgate/policy-schema/test-run';
import { ConfigurationTrouble, environmentFrom } from './environment-from.ts';
import type { AskedTests } from './test-jobs.ts';

/** A file of tests, read, with the policies that it is about. */
export interface TestsAtHand {
  readonly prepared: PreparedTests;
  readonly environment: PolicyEnvironment | undefined;
  /** Undefined where they do not load; `trouble` then says why. */
  readonly policies: TestedPolicies | undefined;
  readonly trouble: string | undefined;
}

const notAll =
  'Not all policies that these tests are about can be read: there are more than 500 files or 100 folders, or one cannot be opened. Name them in spec.policies, or put them into a folder called policies.';

/** Loads policies, each set of them once until `forget`. */
export class TestedSets {
  readonly #loaded = new Map<string, ReturnType<typeof loadTested>>();

  at({ test, files, isAll = true, config }: AskedTests): TestsAtHand {
    let environment: PolicyEnvironment | undefined;
    let policies: TestedPolicies | undefined;
    let trouble: string | undefined;
    try {
      environment = environmentFrom(config);
      // A guard that is left out would let everything pass.
      if (!isAll) trouble = notAll;
      else if (files.length === 0) trouble = 'These tests are about no policies: name them in spec.policies.';
      else {
        const loaded = this.#load({ files, config }, environment);
        if ('policies' in loaded) policies = loaded.policies;
        else trouble = troubleOf('The policies do not load', loaded.problems);
      }
    } catch (error) {
      if (!(error instanceof ConfigurationTrouble)) throw error;
      trouble = error.message;
    }
    return {
      prepared: prepareTests(test, { environment, places: policies?.places }),
      environment,
      policies,
      trouble,
    };
  }

  /** All that loaded. */
  get policies(): readonly TestedPolicies[] {
    return [...this.#loaded.values()].flatMap((one) => ('policies' in one ? [one.policies] : []));
  }

  get count(): number {
    return this.#loaded.size;
  }

  forget(): void {
    this.#loaded.clear();
  }

  #load(
    { files, config }: Pick<AskedTests, 'files' | 'config'>,
    environment: PolicyEnvironment | undefined,
  ): ReturnType<typeof loadTested> {
    const key = JSON.stringify([files, config]);
    const loaded = this.#loaded.get(key) ?? loadTested(files, environment, isLinear);
    this.#loaded.set(key, loaded);
    return loaded;
  }
}

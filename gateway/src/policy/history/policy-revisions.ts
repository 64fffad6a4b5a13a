import type { KeptPolicies } from '../../sessions/export/kept-policies.ts';
import type { PolicyFile } from '../policy-folder.ts';
import type { PolicyChange } from './policy-change.ts';
import type { PolicyHistory } from './policy-history.ts';

/** What was in force, and what it said. */
export class PolicyRevisions {
  readonly #history: PolicyHistory;
  readonly #texts: Pick<KeptPolicies, 'read'>;

  constructor(history: PolicyHistory, texts: Pick<KeptPolicies, 'read'>) {
    this.#history = history;
    this.#texts = texts;
  }

  /** The newest first. */
  list(most: number): readonly PolicyChange[] {
    return this.#history.list().slice(0, most);
  }

  /** Undefined when there was none of that number, or its texts are gone. */
  async find(
    revision: number,
  ): Promise<{ readonly change: PolicyChange; readonly files: readonly PolicyFile[] } | undefined> {
    const change = this.#history.find(revision);
    const files = change && (await this.#texts.read(change.digest));
    return change && files && { change, files };
  }
}

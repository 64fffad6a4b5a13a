import type { Identity } from '@vectorgate/policy-schema';
import type { StoredRecord } from './session-reader.ts';

/** What a reader may see of a record's content, and what was withheld and why (one sentence for people). */
export interface Shown {
  readonly decision?: unknown;
  readonly operations?: unknown;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly withheld: readonly {
    readonly part: 'decision' | 'operations' | 'request' | 'response';
    readonly reason: string;
  }[];
}

/** Shows a record's content under the reader's own guards. What cannot be masked for this reader is withheld. */
export type ShowUnder = (reader: Identity, record: StoredRecord) => Promise<Shown>;

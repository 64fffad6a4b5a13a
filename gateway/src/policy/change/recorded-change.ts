import type { RecordHeader } from '../../sessions/record.ts';

/** The change of policies that records know as the newest. */
export interface RecordedChange {
  readonly revision: number;
  /** Digest of the set that came into force. */
  readonly digest: string;
  /** False: that it was about to come into force is recorded, and nothing of how that ended. */
  readonly certain: boolean;
}

/** A page of the records of changes, newest first. */
type Page = (cursor: string | undefined) => Promise<{
  readonly records: readonly Pick<RecordHeader, 'outcome' | 'policy'>[];
  readonly next?: string;
}>;

/** What records know of changes of the policies. */
export interface RecordedChanges {
  /** The newest first: those whose outcome nobody knows, up to the newest that is certain. */
  readonly changes: readonly RecordedChange[];
  /** False where records were removed that may have known more. */
  readonly whole: boolean;
}

/** Reads the records of changes, newest first, until one is found that came into force. Those that failed count for nothing. */
export async function recordedChanges(page: Page): Promise<readonly RecordedChange[]> {
  const found: RecordedChange[] = [];
  let cursor: string | undefined;
  do {
    const { records, next } = await page(cursor);
    for (const { outcome, policy } of records) {
      if (policy === undefined || outcome === 'failed') continue;
      const certain = outcome === 'delivered';
      found.push({ revision: policy.revision, digest: policy.to, certain });
      if (certain) return found;
    }
    cursor = next;
  } while (cursor !== undefined);
  return found;
}

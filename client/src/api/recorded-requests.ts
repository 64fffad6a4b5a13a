import { AskTable, type RecordedRequest, readRecordedPage } from '@vectorgate/policy-schema/analyse';
import { ClientError } from '../errors/client-error.ts';
import type { GatewayApi } from './gateway-api.ts';

export interface RecordedRequestsAsked {
  /** As for `sessions search`; absent: everything. */
  readonly query?: string | undefined;
  readonly all?: boolean | undefined;
  /** No more than so many; absent: all that is found. */
  readonly most?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of records of which it may not be known what was asked. */
  readonly onWithheld?: (records: number) => void;
}

const pageSize = 1_000;
/** How often, and how long (ms), to wait when so much was asked for that the gateway wants a pause. */
const pauses = { most: 30, milliseconds: 5_000 };

/** Recorded requests from a gateway, the latest first, page by page as they are needed. */
export async function* recordedRequests(
  api: Pick<GatewayApi, 'asked'>,
  { query, all, most = Infinity, signal, onWithheld }: RecordedRequestsAsked,
): AsyncGenerator<RecordedRequest> {
  const table = new AskTable();
  let cursor: string | undefined;
  let left = most;
  do {
    const limit = Math.min(pageSize, left);
    const page = await patiently(
      () =>
        api.asked({
          limit,
          ...(query !== undefined && { query }),
          ...(cursor !== undefined && { cursor }),
          ...(all && { all }),
        }),
      signal,
    );
    if (signal?.aborted) return;
    const read = readRecordedPage(page, table);
    if (read === undefined) throw unreadable();
    if (read.withheld > 0) onWithheld?.(read.withheld);
    yield* read.requests;
    left -= limit;
    cursor = read.next;
  } while (cursor !== undefined && left > 0 && !signal?.aborted);
}

async function patiently<Answer>(
  ask: () => Promise<Answer>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  for (let waited = 0; ; waited++) {
    try {
      return await ask();
    } catch (error) {
      const tooMany = error instanceof ClientError && error.code === 'too-many-searches';
      if (!tooMany || waited >= pauses.most || signal?.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauses.milliseconds));
    }
  }
}

const unreadable = (): ClientError =>
  new ClientError(
    'gateway-answer',
    'The gateway’s answer about recorded operations cannot be read.',
    'Use a vectorgate of the gateway’s version.',
  );

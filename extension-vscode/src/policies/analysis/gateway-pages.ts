import type { ToWorker } from './messages.ts';
import type { PolicyReportsApi } from './policy-reports.ts';

const pageSize = 1_000;
/** Milliseconds to wait when so much was asked for that the gateway wants a pause. */
const pause = 5_000;

const isTooMuch = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'too-many-searches';

/** Pages of what was asked, of everybody for reviewers; each call gives the next. */
export function gatewayPages(
  api: () => Promise<Pick<PolicyReportsApi, 'asked' | 'me'>>,
  query: string,
  stopped: () => boolean,
): () => Promise<ToWorker> {
  let cursor: string | undefined;
  let begun = false;
  let all = false;
  return async () => {
    if (begun && cursor === undefined) return { end: 'all' };
    if (!begun) all = (await (await api()).me()).reviewer === true;
    while (!stopped()) {
      try {
        const page = await (await api()).asked({
          limit: pageSize,
          query,
          all,
          ...(cursor !== undefined && { cursor }),
        });
        begun = true;
        cursor = typeof page.next === 'string' ? page.next : undefined;
        return { page };
      } catch (error) {
        if (!isTooMuch(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return { end: 'stopped' };
  };
}

import { gatewayPages } from '@vectorgate/policy-schema/gateway-pages';
import type { PolicyReportsApi } from './policy-reports.ts';

const isTooMuch = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'too-many-searches';

/** Pages of what was asked, of everybody for reviewers; each call gives the next. */
export const pagesOfApi = (
  api: () => Promise<Pick<PolicyReportsApi, 'asked' | 'me'>>,
  query: string,
  stopped: () => boolean,
): ReturnType<typeof gatewayPages> =>
  gatewayPages({
    asked: async (page) => (await api()).asked(page),
    all: async () => (await (await api()).me()).reviewer === true,
    query,
    stopped,
    isTooMuch,
  });

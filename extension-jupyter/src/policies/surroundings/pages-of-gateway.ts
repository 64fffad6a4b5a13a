import { type GatewayPagesOptions, gatewayPages } from '@vectorgate/policy-schema/gateway-pages';
import { ServerProblem } from '../../server/server-problem.ts';

/** Pages of what was asked, by way of the Jupyter server; each call gives the next. */
export const pagesOfGateway = (
  recorded: (path: string) => Promise<unknown>,
  options: Pick<GatewayPagesOptions, 'all' | 'query' | 'stopped'>,
): ReturnType<typeof gatewayPages> =>
  gatewayPages({
    ...options,
    asked: async ({ limit, query, cursor, all }) => {
      const asked = new URLSearchParams({
        limit: String(limit),
        query,
        ...(all && { all: '1' }),
        ...(cursor !== undefined && { cursor }),
      });
      return (await recorded(`/records/asked?${asked}`)) as Readonly<Record<string, unknown>>;
    },
    isTooMuch: (error) => error instanceof ServerProblem && error.problem.code === 'too-many-searches',
  });

import { type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { TObject } from 'typebox';
import { Check } from 'typebox/value';
import type { Configuration } from '../configuration/configuration.ts';
import type { ReloadStatus } from '../configuration/file-reloads.ts';
import type { ServerVersion } from '../connections/store-versions.ts';
import { securityHeaders } from '../identity/security-headers.ts';
import type { TokenVerifier } from '../identity/verifier.ts';
import type { PolicyStatus } from '../policy/policy-source.ts';
import { ApiError, sendError } from './api-error.ts';
import { apiRoutes } from './api-routes.ts';
import { callerOf } from './caller.ts';
import type { Metrics } from './metrics.ts';
import { openApi } from './open-api.ts';
import { publicRoutes } from './public-routes.ts';
import { recordsTrouble } from './records-trouble.ts';
import type { SessionReader } from './session-reader.ts';
import type { ShowUnder } from './show-under.ts';

export interface ApiParts {
  readonly configuration: Configuration;
  readonly controlUrl: string;
  readonly dataUrl: string;
  /** Issuer of our access tokens. */
  readonly issuer: string;
  readonly verifier: TokenVerifier;
  /** When a sign-in ends, in seconds since the epoch. */
  readonly sessionEnd: (id: string) => Promise<{ readonly id: string; readonly expires: number } | undefined>;
  readonly policyStatus: () => PolicyStatus;
  /** Certificates and credentials that are read again when their files change. */
  readonly fileStatus: () => readonly ReloadStatus[];
  /** What a connection's server says of itself, by the connection's name. */
  readonly serverVersion: (connection: string) => Promise<ServerVersion | undefined>;
  readonly recordingHealth: () => { readonly ok: boolean; readonly reason?: string };
  readonly reader: SessionReader;
  readonly showUnder: ShowUnder;
  readonly metrics: Metrics;
  /** Opens metrics to whoever shows it; absent: only on this machine. */
  readonly metricsToken?: string;
  readonly logger: Logger;
}

const queryOf = (req: Request, schema: TObject): Record<string, string> => {
  const query: Record<string, unknown> = { ...req.query };
  if (Check(schema, query))
    return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const known = Object.keys(schema.properties);
  throw new ApiError(
    400,
    'query-unreadable',
    'A query parameter is unknown, stands twice, or has a value that it cannot have.',
    known.length === 0
      ? 'This address takes none.'
      : `It takes ${known.join(', ')}; see /api/v1/openapi.json.`,
  );
};

/**
 * The control plane beside sign-in: `/api/v1` for editors and the command line, public discovery, health and metrics.
 * To be mounted last: it answers every address that is left.
 */
export function createApi(parts: ApiParts): Router {
  const { configuration, controlUrl, verifier, logger } = parts;
  const router = Router();
  router.use(securityHeaders);

  const routes = apiRoutes(parts);
  const open = publicRoutes(parts);
  const description = openApi(routes, open, controlUrl);
  router.get('/api/v1/openapi.json', (_req, res) => {
    res.json(description);
  });
  for (const route of routes) {
    router.get(`/api/v1${route.path}`, async (req: Request<Record<string, string>>, res) => {
      const caller = await callerOf(req, verifier, configuration);
      res.json(await route.answer({ caller, query: queryOf(req, route.query), id: req.params.id ?? '' }));
    });
  }

  for (const route of open) router.get(route.path, (req, res) => route.answer(req, res));

  router.use((req) => {
    const known = req.method === 'GET' || req.method === 'HEAD';
    throw known
      ? new ApiError(404, 'not-found', 'There is nothing at this address.', 'See /api/v1/openapi.json.')
      : new ApiError(
          405,
          'method-not-allowed',
          'This address is only read from.',
          'Use GET; see /api/v1/openapi.json.',
        );
  });
  router.use((error: unknown, req: Request, res: Response, _next: unknown) => {
    if (sendError(res, error)) return;
    if (error instanceof URIError) {
      sendError(
        res,
        new ApiError(
          400,
          'address-unreadable',
          'The address cannot be decoded.',
          'See /api/v1/openapi.json.',
        ),
      );
      return;
    }
    const trouble = recordsTrouble(error);
    if (trouble !== undefined) {
      logger.error({ err: error, path: req.path }, 'records cannot be read');
      sendError(res, trouble);
      return;
    }
    logger.error({ err: error, path: req.path }, 'a fault in the API');
    sendError(
      res,
      new ApiError(
        500,
        'internal',
        'The gateway could not answer because of a fault of its own.',
        'Tell the platform team: the gateway’s log names the reason.',
      ),
    );
  });
  return router;
}

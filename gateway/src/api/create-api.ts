import { type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { TObject } from 'typebox';
import { Check } from 'typebox/value';
import type { Configuration } from '../configuration/configuration.ts';
import { securityHeaders } from '../identity/security-headers.ts';
import type { TokenVerifier } from '../identity/verifier.ts';
import type { PolicyStatus } from '../policy/policy-source.ts';
import { ApiError, sendError } from './api-error.ts';
import { apiRoutes } from './api-routes.ts';
import { callerOf } from './caller.ts';
import type { Metrics } from './metrics.ts';
import { openApi, type RouteDescription } from './open-api.ts';
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
  readonly recordingHealth: () => { readonly ok: boolean; readonly reason?: string };
  readonly reader: SessionReader;
  readonly showUnder: ShowUnder;
  readonly metrics: Metrics;
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
  const {
    configuration,
    controlUrl,
    dataUrl,
    issuer,
    verifier,
    policyStatus,
    recordingHealth,
    metrics,
    logger,
  } = parts;
  const router = Router();
  router.use(securityHeaders);

  const routes = apiRoutes(parts);
  const description = openApi(routes satisfies readonly RouteDescription[], controlUrl);
  router.get('/api/v1/openapi.json', (_req, res) => {
    res.json(description);
  });
  for (const route of routes) {
    router.get(`/api/v1${route.path}`, async (req: Request<Record<string, string>>, res) => {
      const caller = await callerOf(req, verifier, configuration);
      res.json(await route.answer({ caller, query: queryOf(req, route.query), id: req.params.id ?? '' }));
    });
  }

  router.get('/.well-known/vectorgate', (_req, res) => {
    res.json({
      product: 'vectorgate',
      apiVersion: 'v1',
      issuer,
      dataPlane: dataUrl,
      signInReturn: `${controlUrl}/sign-in/return`,
      governed: configuration.connections.flatMap(({ name, store, knownAs }) =>
        knownAs.map((known) => ({ name: known, connection: name, store })),
      ),
    });
  });
  router.get('/healthz', (_req, res) => {
    const recording = recordingHealth();
    // A broken policy file does not make the gateway unhealthy: the last good set stays in force.
    res
      .status(recording.ok ? 200 : 503)
      .json({ ok: recording.ok, recording, policy: { ok: policyStatus().ok } });
  });
  router.get('/metrics', async (_req, res) => {
    res.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text());
  });

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

import type { PolicySet } from '@vectorgate/policy-schema';
import express, { type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { TObject } from 'typebox';
import { Check } from 'typebox/value';
import type { Configuration } from '../configuration/configuration.ts';
import type { ReloadStatus } from '../configuration/file-reloads.ts';
import type { ServerVersion } from '../connections/store-versions.ts';
import { securityHeaders } from '../identity/security-headers.ts';
import type { TokenVerifier } from '../identity/verifier.ts';
import type { PolicyCanary } from '../policy/canary/policy-canary.ts';
import type { PolicyRevisions } from '../policy/history/policy-revisions.ts';
import type { PolicyFile } from '../policy/policy-folder.ts';
import type { PolicyStatus } from '../policy/policy-status.ts';
import type { PolicyPublisher } from '../policy/publishing/policy-publisher.ts';
import type { Actor } from '../sessions/evidence/own-record.ts';
import type { RecordExporter } from '../sessions/export/record-exporter.ts';
import type { RecordDraft } from '../sessions/record.ts';
import type { RecordAccess } from '../sessions/review/record-access.ts';
import type { RecordLooks } from '../sessions/review/record-looks.ts';
import { ApiError, sendError } from './api-error.ts';
import { apiRoutes } from './api-routes.ts';
import { callerOf } from './caller.ts';
import type { CatalogueParts } from './catalogue-parts.ts';
import { Download } from './download.ts';
import type { Metrics } from './metrics.ts';
import { openApi } from './open-api.ts';
import { publicRoutes } from './public-routes.ts';
import { recordsTrouble } from './records-trouble.ts';
import type { SessionReader } from './session-reader.ts';

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
  /** The policies in force, by which a recorded request is decided again. */
  readonly policy: () => PolicySet;
  /** The documents in force. */
  readonly policyFiles: () => readonly PolicyFile[];
  /** Puts published policies in force. */
  readonly publisher: Pick<PolicyPublisher, 'publish' | 'startCanary'>;
  /** What runs beside the policies in force. */
  readonly canary: () => Pick<PolicyCanary, 'change' | 'report'> | undefined;
  readonly stopCanary: (actor: Actor) => Promise<Pick<PolicyCanary, 'change' | 'report'> | undefined>;
  /** What was in force before. */
  readonly revisions: Pick<PolicyRevisions, 'list' | 'find'>;
  /** Certificates and credentials that are read again when their files change. */
  readonly fileStatus: () => readonly ReloadStatus[];
  /** What a connection's server says of itself, by the connection's name. */
  readonly serverVersion: (connection: string) => Promise<ServerVersion | undefined>;
  readonly recordingHealth: () => { readonly ok: boolean; readonly reason?: string };
  readonly reader: SessionReader;
  /** Takes records out of the log. */
  readonly exporter: Pick<RecordExporter, 'decisions' | 'archive' | 'prepare'>;
  /** Destroys the key of a session, and records who wanted it. */
  readonly forget: (session: string, actor: Actor) => Promise<void>;
  /** Which records a caller may see, and masked how. */
  readonly access: RecordAccess;
  /** Records who looked at records of others. */
  readonly looks: RecordLooks;
  /** What is in the stores. */
  readonly catalogue: CatalogueParts;
  /** The rules in force. */
  readonly policySet: () => PolicySet;
  /** Records a note. */
  readonly note: (draft: RecordDraft) => Promise<void>;
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

const usualBody = 16 * 1024;

const isTooLarge = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large';

/** The body of a post, once whoever sent it is known. */
async function bodyOf(
  req: Request<Record<string, string>>,
  res: Response,
  schema: TObject,
  limit: number,
): Promise<unknown> {
  const readJson = express.json({ limit, strict: true });
  const error = await new Promise<unknown>((resolve) => readJson(req, res, resolve));
  if (error === undefined && Check(schema, req.body)) return req.body;
  if (limit > usualBody && isTooLarge(error))
    throw new ApiError(
      413,
      'body-too-large',
      `The body has more than ${limit.toLocaleString('en')} bytes.`,
      'Send less.',
    );
  throw new ApiError(
    400,
    'body-unreadable',
    'The body is no JSON that this address takes.',
    `It takes ${Object.keys(schema.properties).join(', ')}, as application/json; see /api/v1/openapi.json.`,
  );
}

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
    const answer = async (req: Request<Record<string, string>>, res: Response): Promise<void> => {
      const caller = await callerOf(req, verifier, configuration);
      const query = queryOf(req, route.query);
      route.admit?.(caller);
      const body = route.body && (await bodyOf(req, res, route.body, route.bodyBytes ?? usualBody));
      const agent = req.headers['user-agent'];
      const client = {
        ...(agent !== undefined && { agent: agent.slice(0, 200) }),
        address: req.socket.remoteAddress ?? '',
      };
      const said = await route.answer({ caller, query, id: req.params.id ?? '', body, client });
      if (said instanceof Download) await said.send(res);
      else res.json(said);
    };
    router[route.method ?? 'get'](`/api/v1${route.path}`, answer);
  }

  for (const route of open) router.get(route.path, (req, res) => route.answer(req, res));

  router.use((req) => {
    throw req.method === 'GET' || req.method === 'HEAD'
      ? new ApiError(404, 'not-found', 'There is nothing at this address.', 'See /api/v1/openapi.json.')
      : new ApiError(
          405,
          'method-not-allowed',
          'This address is only read from.',
          'Use GET; see /api/v1/openapi.json.',
        );
  });
  router.use((error: unknown, req: Request, res: Response, _next: unknown) => {
    if (res.headersSent) {
      // It broke off on the way, or whoever asked went away.
      logger.warn({ err: error, path: req.path }, 'an answer broke off');
      res.destroy();
      return;
    }
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

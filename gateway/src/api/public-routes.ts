import type { Request, Response } from 'express';
import Type from 'typebox';
import { HealthSchema, WellKnownSchema } from './api-schemas.ts';
import type { ApiParts } from './create-api.ts';
import { noQuery, type RouteDescription } from './open-api.ts';
import { operators } from './operators.ts';

/** A route that asks for no sign-in. What strangers see of it is all that they see of the gateway. */
export interface PublicRoute extends RouteDescription {
  readonly answer: (req: Request, res: Response) => Promise<void> | void;
}

/** Discovery, health and metrics, at the root of the control plane. */
export function publicRoutes(parts: ApiParts): readonly PublicRoute[] {
  const { configuration, controlUrl, dataUrl, issuer, policyStatus, fileStatus, recordingHealth, metrics } =
    parts;
  const operator = operators(parts.metricsToken);
  return [
    {
      path: '/.well-known/vectorgate',
      summary:
        'What a program must know before anybody signs in: where to sign in, and which names are governed.',
      query: noQuery,
      response: WellKnownSchema,
      answer: (_req, res) => {
        res.json({
          product: 'vectorgate',
          apiVersion: 'v1',
          issuer,
          dataPlane: dataUrl,
          signInReturn: `${controlUrl}/sign-in/return`,
          governed: configuration.connections.flatMap(({ name, store, knownAs, grpc }) =>
            [...knownAs, ...(grpc?.knownAs ?? [])].map((known) => ({ name: known, connection: name, store })),
          ),
        });
      },
    },
    {
      path: '/healthz',
      summary: 'Whether requests can be served; why not, and which files are stale, only for operators.',
      query: noQuery,
      response: HealthSchema,
      answer: (req, res) => {
        const { ok, reason } = recordingHealth();
        const tellsWhy = operator.includes(req);
        // A broken policy file or certificate does not make the gateway unhealthy: the last good one stays in force.
        const stale = fileStatus().filter((file) => !file.ok);
        res.status(ok ? 200 : 503).json({
          ok,
          recording: { ok, ...(tellsWhy && reason !== undefined && { reason }) },
          policy: { ok: policyStatus().ok },
          files: { ok: stale.length === 0, ...(tellsWhy && { stale: stale.map(({ name }) => name) }) },
        });
      },
    },
    {
      path: '/metrics',
      summary: 'Counters and durations in Prometheus’ text format, for operators.',
      query: noQuery,
      response: Type.String(),
      mediaType: 'text/plain',
      answer: async (req, res) => {
        if (!operator.includes(req)) {
          if (operator.refusal.status === 401) res.set('WWW-Authenticate', 'Bearer');
          throw operator.refusal;
        }
        res.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.text());
      },
    },
  ];
}

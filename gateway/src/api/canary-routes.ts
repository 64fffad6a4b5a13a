import { CanaryEnvelopeSchema, type Envelope, mostEnvelope } from '@vectorgate/policy-schema/bundle';
import type { ApiRoute } from './api-routes.ts';
import type { ApiParts } from './create-api.ts';
import { noQuery } from './open-api.ts';
import { asPublished, publishersOnly, readersOnly } from './policy-rights.ts';
import { CanarySchema } from './policy-schemas.ts';
import { actorOf } from './what-callers-see.ts';

type Told = ReturnType<ApiParts['canary']>;

const toldOf = (canary: Told): object => ({
  canary: canary === undefined ? null : { change: canary.change, ...canary.report() },
});

/** Policies that run beside those in force, without effect. */
export function canaryRoutes({
  publisher,
  canary,
  stopCanary,
}: Pick<ApiParts, 'publisher' | 'canary' | 'stopCanary'>): readonly ApiRoute[] {
  return [
    {
      path: '/policy/canary',
      summary:
        'The policies that run beside those in force, and what they would have done otherwise until now. Policy readers only.',
      query: noQuery,
      response: CanarySchema,
      admit: readersOnly,
      answer: async () => toldOf(canary()),
    },
    {
      path: '/policy/canary',
      method: 'post',
      summary:
        'Runs the policies of a signed bundle (DSSE) beside those in force, in place of what ran there. Publishers only.',
      query: noQuery,
      body: CanaryEnvelopeSchema,
      bodyBytes: mostEnvelope + 64 * 1024,
      response: CanarySchema,
      admit: publishersOnly,
      answer: async ({ caller, body, client }) => {
        const actor = { who: actorOf(caller), client };
        return toldOf(await asPublished(publisher.startCanary(body as Envelope, actor)));
      },
    },
    {
      path: '/policy/canary/stop',
      method: 'post',
      summary: 'Ends what runs beside the policies in force, and tells what came of it. Publishers only.',
      query: noQuery,
      response: CanarySchema,
      admit: publishersOnly,
      answer: async ({ caller, client }) => toldOf(await stopCanary({ who: actorOf(caller), client })),
    },
  ];
}

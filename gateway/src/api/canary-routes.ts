import type { TellsWhom } from '@vectorgate/policy-schema/analyse';
import { CanaryEnvelopeSchema, type Envelope, mostEnvelope } from '@vectorgate/policy-schema/bundle';
import type { ApiRoute, Question } from './api-routes.ts';
import type { ApiParts } from './create-api.ts';
import { Looking } from './looking.ts';
import { noQuery } from './open-api.ts';
import { asPublished, canaryPublishersOnly, readersOnly } from './policy-rights.ts';
import { CanarySchema } from './policy-schemas.ts';
import { actorOf } from './what-callers-see.ts';

type Told = ReturnType<ApiParts['canary']>;
type Parts = Pick<
  ApiParts,
  'configuration' | 'policyStatus' | 'publisher' | 'canary' | 'stopCanary' | 'access' | 'looks'
>;

/** Policies that run beside those in force, without effect. Whose requests they are about, rules of class `review` say. */
export function canaryRoutes({
  configuration,
  policyStatus,
  publisher,
  canary,
  stopCanary,
  access,
  looks,
}: Parts): readonly ApiRoute[] {
  const toldOf = (running: Told, tells: TellsWhom): object => {
    const following = policyStatus().following?.canary;
    return {
      canary: running === undefined ? null : { change: running.change, ...running.report(tells) },
      ...(following && { following }),
    };
  };
  /** What this caller may be told of whom; that somebody else is among them is recorded. */
  async function lookedAt(question: Question, running: Told): Promise<TellsWhom> {
    const looking = new Looking(question, { access, looks });
    const { rights } = looking;
    const { review } = rights.scope();
    let others = false;
    running?.report((place, who) => {
      const told = !rights.owns(who) && review(place);
      others ||= told;
      return told;
    });
    if (!others) return (_, who) => rights.owns(who);
    await looking.took({ look: { of: 'canary' }, told: { digest: running?.change.digest } });
    return (place, who) => rights.owns(who) || review(place);
  }
  return [
    {
      path: '/policy/canary',
      summary:
        'The policies that run beside those in force, and what they would have done otherwise until now; to whom, where rules let me review their records. Policy readers only.',
      query: noQuery,
      response: CanarySchema,
      admit: readersOnly,
      answer: async (question) => {
        const running = canary();
        return toldOf(running, await lookedAt(question, running));
      },
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
      admit: canaryPublishersOnly(configuration),
      answer: async ({ caller, body, client }) => {
        const actor = { who: actorOf(caller), client };
        return toldOf(await asPublished(publisher.startCanary(body as Envelope, actor)), () => false);
      },
    },
    {
      path: '/policy/canary/stop',
      method: 'post',
      summary:
        'Ends what runs beside the policies in force, and tells what came of it; to whom, where rules let me review their records. Publishers only.',
      query: noQuery,
      response: CanarySchema,
      admit: canaryPublishersOnly(configuration),
      answer: async (question) => {
        // Before it ends: what cannot be recorded leaves it running, and nothing that it found is lost.
        const tells = await lookedAt(question, canary());
        const { caller, client } = question;
        return toldOf(await stopCanary({ who: actorOf(caller), client }), tells);
      },
    },
  ];
}

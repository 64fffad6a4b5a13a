import { type Envelope, EnvelopeSchema, mostEnvelope } from '@vectorgate/policy-schema/bundle';
import Type from 'typebox';
import type { PolicyChange } from '../policy/history/policy-change.ts';
import { ApiError } from './api-error.ts';
import type { ApiRoute } from './api-routes.ts';
import { limit } from './api-schemas.ts';
import type { Caller } from './caller.ts';
import type { ApiParts } from './create-api.ts';
import { noQuery } from './open-api.ts';
import { asPublished, publishersOnly, readersOnly } from './policy-rights.ts';
import {
  PolicyFilesSchema,
  PolicySchema,
  PublishedSchema,
  RevisionSchema,
  RevisionsSchema,
} from './policy-schemas.ts';
import { actorOf } from './what-callers-see.ts';

type PolicyParts = Pick<
  ApiParts,
  'configuration' | 'policyStatus' | 'policyFiles' | 'publisher' | 'revisions' | 'issuer'
>;

/** A change as a caller sees it: names of people for policy readers only. */
const changeFor = ({ policyReader }: Caller, change: PolicyChange): Partial<PolicyChange> => {
  if (policyReader) return change;
  const { revision, digest, time, source, commit } = change;
  return { revision, digest, time, source, ...(commit && { commit }) };
};

/** Which policies are in force and how they came to be, and the way in for others. */
export function policyRoutes({
  configuration: { policy },
  policyStatus,
  policyFiles,
  publisher,
  revisions,
  issuer,
}: PolicyParts): readonly ApiRoute[] {
  return [
    {
      path: '/policy',
      summary: 'Which policies are in force, since when and from where, and whether what is there loads.',
      query: noQuery,
      response: PolicySchema,
      answer: async ({ caller }) => {
        const { ok, revision, loadedAt, documents, errors, source, change, following } = policyStatus();
        const shown = errors.map(({ file, line, column, code, message, remedy }) => ({
          file,
          line,
          column,
          code,
          message,
          remedy,
        }));
        const { branch, lookedAt, ...more } = following ?? {};
        return {
          ...{ ok, revision, loadedAt, documents, source },
          ...(change && { change: changeFor(caller, change) }),
          ...(following && {
            following: {
              branch,
              ...(lookedAt !== undefined && { lookedAt }),
              ...(caller.policyReader && more),
            },
          }),
          ...(policy.publishers && { publishing: { signatures: policy.signatures, gateway: issuer } }),
          ...(caller.policyReader && { errors: shown }),
        };
      },
    },
    {
      path: '/policy/files',
      summary: 'The policies in force, whole. Policy readers only.',
      query: noQuery,
      response: PolicyFilesSchema,
      admit: readersOnly,
      answer: async () => ({ digest: policyStatus().revision.digest, files: policyFiles() }),
    },
    {
      path: '/policy/revisions',
      summary: 'The sets of policies that were in force, the latest first. Policy readers only.',
      query: Type.Object({ limit }, { additionalProperties: false }),
      response: RevisionsSchema,
      admit: readersOnly,
      answer: async ({ query }) => ({ revisions: revisions.list(Number(query.limit ?? 50)) }),
    },
    {
      path: '/policy/revisions/:id',
      summary: 'One set of policies that was in force, by its number, whole. Policy readers only.',
      query: noQuery,
      response: RevisionSchema,
      admit: readersOnly,
      answer: async ({ id }) => {
        const found = /^[1-9]\d{0,14}$/.test(id) ? await revisions.find(Number(id)) : undefined;
        if (found === undefined)
          throw new ApiError(
            404,
            'not-found',
            'No policies of that number were in force here.',
            'Look for it in: vectorgate policy log',
          );
        return found;
      },
    },
    {
      path: '/policy/revisions',
      method: 'post',
      summary:
        'Puts the policies of a signed bundle (DSSE) in force, if it was made to replace those that are. Publishers only.',
      query: noQuery,
      body: EnvelopeSchema,
      bodyBytes: mostEnvelope + 64 * 1024,
      response: PublishedSchema,
      admit: publishersOnly,
      answer: async ({ caller, body, client }) => {
        const actor = { who: actorOf(caller), client };
        const { change, diff } = await asPublished(publisher.publish(body as Envelope, actor));
        return { change, widens: diff?.widens ?? null, summary: diff?.summary ?? null };
      },
    },
  ];
}

import Type, { type Static } from 'typebox';
import { placeOf } from '../sessions/review/recorded-place.ts';
import { ApiError } from './api-error.ts';
import {
  all,
  ConnectionsSchema,
  cursor,
  ForgetSchema,
  ForgottenSchema,
  limit,
  MeSchema,
  RecordSchema,
  SessionSchema,
  SessionsSchema,
} from './api-schemas.ts';
import type { Caller } from './caller.ts';
import { canaryRoutes } from './canary-routes.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import type { ApiParts } from './create-api.ts';
import { exportRoutes } from './export-routes.ts';
import { lookedAtRecord } from './looked-at-record.ts';
import { Looking } from './looking.ts';
import { noSuch } from './no-such.ts';
import { noteRoutes } from './note-routes.ts';
import { noQuery, type RouteDescription } from './open-api.ts';
import { policyRoutes } from './policy-routes.ts';
import { recordFor } from './record-for.ts';
import { mostSteps, stepsIn } from './records-in-session.ts';
import { searchRoutes } from './search-routes.ts';
import { actorOf, headerFor } from './what-callers-see.ts';

export interface Question {
  readonly caller: Caller;
  readonly query: Readonly<Record<string, string>>;
  /** From the path, where there is one. */
  readonly id: string;
  /** Of a post, as its route describes it. */
  readonly body: unknown;
  /** From where it was asked. */
  readonly client: { readonly agent?: string; readonly address: string };
}

export interface ApiRoute extends RouteDescription {
  /** Throws for whom the route is closed, before what they send is read. */
  readonly admit?: (caller: Caller) => void;
  readonly answer: (question: Question) => Promise<object>;
}

const strict = { additionalProperties: false } as const;
/** Every route of `/api/v1`, with its description. */
export function apiRoutes({
  configuration,
  sessionEnd,
  policy,
  policyStatus,
  policyFiles,
  publisher,
  revisions,
  canary,
  stopCanary,
  issuer,
  serverVersion,
  reader,
  exporter,
  forget,
  access,
  looks,
  note,
  catalogue,
  policySet,
}: ApiParts): readonly ApiRoute[] {
  return [
    {
      path: '/me',
      summary: 'Who I am to this gateway, until when, and what I may see.',
      query: noQuery,
      response: MeSchema,
      answer: async ({ caller: { identity, session, policyReader, policyPublisher } }) => {
        const reviews = access.of(identity).reviewedConnections;
        const end = session === undefined ? undefined : await sessionEnd(session);
        const { issuer, kind, subject, name, groups } = identity;
        return {
          identity: { issuer, kind, subject, ...(name !== undefined && { name }), groups },
          session:
            end === undefined ? null : { id: end.id, expires: new Date(end.expires * 1000).toISOString() },
          reviewer: reviews.length > 0,
          reviews,
          policyReader,
          policyPublisher,
        };
      },
    },
    {
      path: '/connections',
      summary: 'The stores that this gateway governs.',
      query: noQuery,
      response: ConnectionsSchema,
      answer: async () => ({
        connections: await Promise.all(
          configuration.connections.map(async ({ name, store, knownAs, grpc, mode }) => {
            const server = await serverVersion(name);
            return {
              name,
              store,
              knownAs: [...knownAs, ...(grpc?.knownAs ?? [])],
              mode,
              ...(server && { server }),
            };
          }),
        ),
      }),
    },
    ...policyRoutes({ configuration, policyStatus, policyFiles, publisher, revisions, issuer }),
    ...canaryRoutes({ configuration, policyStatus, publisher, canary, stopCanary, access, looks }),
    ...catalogueRoutes({ configuration, catalogue, policySet, reader, access, looks }),
    {
      path: '/sessions',
      summary:
        'Recorded sessions, the latest first: my own, or with all=1 those of others that rules let me review, with counts of what I may see of them.',
      query: Type.Object({ limit, cursor, all }, strict),
      response: SessionsSchema,
      answer: async (question) => {
        const looking = new Looking(question, { access, looks });
        const { whose, review } = await looking.scope('sessions');
        const page = await reader.listSessions({
          ...whose,
          review,
          limit: Number(question.query.limit ?? 50),
          ...(question.query.cursor !== undefined && { cursor: question.query.cursor }),
        });
        await looking.listed('sessions', { sessions: page.sessions.map(({ id }) => id) });
        return page;
      },
    },
    {
      path: '/sessions/:id',
      summary: 'One session and the headers of its records.',
      query: noQuery,
      response: SessionSchema,
      answer: async (question) => {
        const { caller, id } = question;
        const looking = new Looking(question, { access, looks });
        const { rights } = looking;
        const { whose, review } = rights.scope();
        const session = await reader.getSession(id, { ...whose, review });
        if (session === undefined) throw await looking.nothing({ of: 'session', session: id });
        const own = rights.owns(session.who);
        const records = own
          ? await reader.listRecords({ session: id, limit: mostSteps })
          : await stepsIn(reader, id, { whose, review });
        if (!own) {
          const { connection, store } = session;
          const place = placeOf({ connection, store, operations: records.flatMap((one) => one.operations) });
          await looking.took({ look: { of: 'session', session: id }, place });
        }
        return { session, records: records.map((header) => headerFor(caller, rights, header)) };
      },
    },
    {
      path: '/sessions/:id/forget',
      method: 'post',
      summary: 'Destroys the key of a session: nobody can read its content any more. Custodians only.',
      query: noQuery,
      body: ForgetSchema,
      response: ForgottenSchema,
      answer: async ({ caller, id, body, client }) => {
        if (!caller.custodian)
          throw new ApiError(
            403,
            'custodians-only',
            'Only custodians have sessions forgotten.',
            'Ask one of them: custodians.groups in vectorgate.yaml names their groups.',
          );
        if ((await reader.getSession(id)) === undefined) throw noSuch('session');
        const { reason } = body as Static<typeof ForgetSchema>;
        await forget(id, { who: actorOf(caller), client, reason });
        return { forgotten: id };
      },
    },
    ...noteRoutes({ reader, note, access, looks }),
    ...searchRoutes({ reader, configuration, access, looks, policy, exporter }),
    ...exportRoutes({ configuration, reader, exporter, access, looks }),
    {
      path: '/records/:id',
      summary: 'One record with its content, under the guards of whoever reads it.',
      query: noQuery,
      response: RecordSchema,
      answer: async (question) => {
        const { record, seen } = await lookedAtRecord(question, { reader, access, looks });
        return recordFor(record, seen);
      },
    },
  ];
}

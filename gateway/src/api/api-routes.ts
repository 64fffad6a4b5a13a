import Type, { type Static } from 'typebox';
import { ApiError } from './api-error.ts';
import {
  all,
  ConnectionsSchema,
  cursor,
  ForgetSchema,
  ForgottenSchema,
  limit,
  MeSchema,
  PolicySchema,
  RecordSchema,
  SessionSchema,
  SessionsSchema,
} from './api-schemas.ts';
import type { Caller } from './caller.ts';
import type { ApiParts } from './create-api.ts';
import { exportRoutes } from './export-routes.ts';
import { noSuch } from './no-such.ts';
import { noQuery, type RouteDescription } from './open-api.ts';
import { recordFor } from './record-for.ts';
import { searchRoutes } from './search-routes.ts';
import { actorOf, headerFor, maySee, seenBy, whose } from './what-callers-see.ts';

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
  readonly answer: (question: Question) => Promise<object>;
}

const strict = { additionalProperties: false } as const;
/** Records that a session's page shows at most. */
const mostRecords = 1_000;

/** Every route of `/api/v1`, with its description. */
export function apiRoutes({
  configuration,
  sessionEnd,
  policyStatus,
  serverVersion,
  reader,
  exporter,
  forget,
  showUnder,
}: ApiParts): readonly ApiRoute[] {
  return [
    {
      path: '/me',
      summary: 'Who I am to this gateway, until when, and what I may see.',
      query: noQuery,
      response: MeSchema,
      answer: async ({ caller: { identity, session, reviewer, policyReader } }) => {
        const end = session === undefined ? undefined : await sessionEnd(session);
        const { issuer, kind, subject, name, groups } = identity;
        return {
          identity: { issuer, kind, subject, ...(name !== undefined && { name }), groups },
          session:
            end === undefined ? null : { id: end.id, expires: new Date(end.expires * 1000).toISOString() },
          reviewer,
          policyReader,
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
    {
      path: '/policy',
      summary: 'Which policies are in force, and whether the files on disk load.',
      query: noQuery,
      response: PolicySchema,
      answer: async ({ caller }) => {
        const { ok, revision, loadedAt, documents, errors } = policyStatus();
        const shown = errors.map(({ file, line, column, code, message, remedy }) => ({
          file,
          line,
          column,
          code,
          message,
          remedy,
        }));
        return { ok, revision, loadedAt, documents, ...(caller.policyReader && { errors: shown }) };
      },
    },
    {
      path: '/sessions',
      summary: 'Recorded sessions, the latest first: my own, or everybody’s for reviewers.',
      query: Type.Object({ limit, cursor, all }, strict),
      response: SessionsSchema,
      answer: (question) =>
        reader.listSessions({
          ...(whose(question) ?? {}),
          limit: Number(question.query.limit ?? 50),
          ...(question.query.cursor !== undefined && { cursor: question.query.cursor }),
        }),
    },
    {
      path: '/sessions/:id',
      summary: 'One session and the headers of its records.',
      query: noQuery,
      response: SessionSchema,
      answer: async ({ caller, id }) => {
        const session = await reader.getSession(id);
        if (session === undefined || !maySee(caller, session.who)) throw noSuch('session');
        const records = await reader.listRecords({ session: id, limit: mostRecords });
        return { session, records: records.map((header) => headerFor(caller, header)) };
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
    ...searchRoutes({ reader }),
    ...exportRoutes({ reader, exporter, showUnder }),
    {
      path: '/records/:id',
      summary: 'One record with its content, under the guards of whoever reads it.',
      query: noQuery,
      response: RecordSchema,
      answer: async ({ caller, id }) => {
        const record = await reader.getRecord(id);
        if (record === undefined || !maySee(caller, record.header.who)) throw noSuch('record');
        const seen = await seenBy(caller, showUnder)({ ...record, forgotten: false });
        return recordFor(record, seen);
      },
    },
  ];
}

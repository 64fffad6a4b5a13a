import Type, { type Static } from 'typebox';
import type { RecordHeader } from '../sessions/record.ts';
import { ApiError } from './api-error.ts';
import {
  all,
  ConnectionsSchema,
  cursor,
  effect,
  ForgetSchema,
  ForgottenSchema,
  limit,
  MeSchema,
  PolicySchema,
  RecordSchema,
  RecordsSchema,
  SessionSchema,
  SessionsSchema,
} from './api-schemas.ts';
import type { Caller } from './caller.ts';
import type { ApiParts } from './create-api.ts';
import { noQuery, type RouteDescription } from './open-api.ts';
import { withoutRulePlaces } from './rule-places.ts';
import type { Whose } from './session-reader.ts';
import { withoutLookedUp } from './without-looked-up.ts';

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

/** Whose records a list may hold: everybody's for reviewers who ask for it, else the caller's own. */
const whose = ({ caller, query }: Question): Partial<Whose> => {
  if (query.all === undefined) return { issuer: caller.identity.issuer, subject: caller.identity.subject };
  if (caller.reviewer) return {};
  throw new ApiError(
    403,
    'reviewers-only',
    'Only reviewers see the sessions of others.',
    'Leave out all=1 to see your own, or ask to be made a reviewer.',
  );
};

const isOwn = ({ identity }: Caller, who: Whose): boolean =>
  identity.issuer === who.issuer && identity.subject === who.subject;

const noSuch = (what: string): ApiError =>
  new ApiError(
    404,
    'not-found',
    `There is no such ${what}, or it is somebody else’s.`,
    'Look for it in the list of your sessions.',
  );

/** Names that were looked up for a caller who may not know them are for reviewers. */
const namesFor = (caller: Caller, { decision }: RecordHeader, value: unknown): unknown =>
  decision.unseen === true && !caller.reviewer ? withoutLookedUp(value) : value;

const headerFor = (caller: Caller, header: RecordHeader): unknown => {
  const shown = namesFor(caller, header, header);
  return caller.policyReader ? shown : withoutRulePlaces(shown);
};

const json = (part: Buffer | undefined): unknown =>
  part === undefined ? null : JSON.parse(part.toString('utf8'));

/** The two lines that a refused person read. */
const reasonIn = (decision: unknown): { what: string; next: string } | undefined =>
  typeof decision === 'object' && decision !== null && 'what' in decision && 'next' in decision
    ? { what: String(decision.what), next: String(decision.next) }
    : undefined;

/** Every route of `/api/v1`, with its description. */
export function apiRoutes({
  configuration,
  sessionEnd,
  policyStatus,
  serverVersion,
  reader,
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
          ...whose(question),
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
        if (session === undefined || !(caller.reviewer || isOwn(caller, session.who)))
          throw noSuch('session');
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
        const { issuer, subject, name, kind, groups } = caller.identity;
        const who = { issuer, subject, ...(name !== undefined && { name }), kind, groups };
        const { reason } = body as Static<typeof ForgetSchema>;
        await forget(id, { who, client, reason });
        return { forgotten: id };
      },
    },
    {
      path: '/records',
      summary: 'Records, the latest first; a refused one with the words that the person read.',
      query: Type.Object({ effect, limit, all }, strict),
      response: RecordsSchema,
      answer: async (question) => {
        const { caller, query } = question;
        const headers = await reader.listRecords({
          ...whose(question),
          limit: Number(query.limit ?? 50),
          ...(query.effect !== undefined && { effect: query.effect }),
        });
        const records: unknown[] = [];
        // One after the other, and of each only what is shown: a refused request may be as long as a request can be.
        for (const header of headers) {
          const shown = headerFor(caller, header);
          const record =
            header.outcome === 'refused' ? await reader.getRecord(header.id, 'decision') : undefined;
          const reason = reasonIn(json(record?.parts.decision));
          records.push({ ...(typeof shown === 'object' && shown), ...(reason && { reason }) });
        }
        return { records };
      },
    },
    {
      path: '/records/:id',
      summary: 'One record with its content, under the guards of whoever reads it.',
      query: noQuery,
      response: RecordSchema,
      answer: async ({ caller, id }) => {
        const record = await reader.getRecord(id);
        if (record === undefined || !(caller.reviewer || isOwn(caller, record.header.who)))
          throw noSuch('record');
        const {
          operations = null,
          request = null,
          response = null,
          decision: shownDecision,
          withheld,
        } = await showUnder(caller.identity, record);
        const decision = shownDecision ?? null;
        return {
          header: headerFor(caller, record.header),
          decision: caller.policyReader ? decision : withoutRulePlaces(decision),
          operations: namesFor(caller, record.header, operations),
          request,
          response,
          withheld,
        };
      },
    },
  ];
}

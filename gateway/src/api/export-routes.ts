import type { ArchiveAbout } from '@vectorgate/policy-schema/archive';
import { datedQuery } from '@vectorgate/policy-schema/records-query';
import Type, { type Static } from 'typebox';
import { type Bodies, type ExportOf, partsOf, type See } from '../sessions/export/export-request.ts';
import { type ExtractPolicy, namedExtract } from '../sessions/export/extract-policy.ts';
import type { ExportedDecision } from '../sessions/export/record-exporter.ts';
import type { RecordHeader } from '../sessions/record.ts';
import { placeOf } from '../sessions/review/recorded-place.ts';
import type { ApiRoute, Question } from './api-routes.ts';
import { all, bodies, ExtractSchema, exportFormat, recordsQuery } from './api-schemas.ts';
import { compileExtract } from './compile-extract.ts';
import type { ApiParts } from './create-api.ts';
import { Download } from './download.ts';
import { csvHead, csvLine } from './export-csv.ts';
import { ExportTurns } from './export-turns.ts';
import { Looking } from './looking.ts';
import { recordFor } from './record-for.ts';
import { recordsIn, searchIn } from './records-in-session.ts';
import { searchOf } from './search-of.ts';
import { actorOf, seenBy } from './what-callers-see.ts';

const strict = { additionalProperties: false } as const;
const File = Type.String({ description: 'As asked: .vgsession (SQLite), JSON Lines, or CSV.' });

/** An export that was asked for, by somebody for whom it is there. */
interface Asked {
  readonly looking: Looking;
  readonly of: ExportOf;
  readonly about: ArchiveAbout['of'];
  /** Of the file, without what its name ends with. */
  readonly name: string;
  /** Records it where it is of others: before anything of it leaves. */
  readonly tell: (ids: readonly string[], by: MaskedBy) => Promise<void>;
}

type Format = 'vgsession' | 'jsonl' | 'csv';
/** What the record of a look says of an extract; nothing where it is none. */
type MaskedBy = { readonly maskedBy?: ReturnType<typeof namedExtract> };

/** JSON escapes what it sends: of the texts themselves fewer bytes are taken. */
const mostBody = 256 * 1024;

/** Taking records away: as an archive that proves itself, or as lines for other programs. */
export function exportRoutes({
  configuration,
  reader,
  exporter,
  access,
  looks,
}: Pick<ApiParts, 'configuration' | 'reader' | 'exporter' | 'access' | 'looks'>): readonly ApiRoute[] {
  const turns = new ExportTurns();

  async function* lines(
    decisions: AsyncIterable<ExportedDecision>,
    format: Format,
    chosen: Bodies,
    by: MaskedBy,
  ): AsyncGenerator<string> {
    if (format === 'csv') yield csvHead;
    for await (const { recorded, seen } of decisions) {
      if (format === 'csv') yield csvLine(seen.header(recorded.header) as RecordHeader);
      else yield `${JSON.stringify({ ...recordFor(recorded, seen, partsOf[chosen]), ...by })}\n`;
    }
  }

  const extractIn = (body: unknown, reads: boolean): ExtractPolicy | undefined =>
    body === undefined
      ? undefined
      : compileExtract(configuration, (body as Static<typeof ExtractSchema>).maskBy, reads);

  const download = async (
    { caller, query, body }: Question,
    { looking, of, about, name, tell }: Asked,
  ): Promise<Download> => {
    const format = (query.format ?? 'vgsession') as Format;
    const chosen = (query.bodies ?? 'none') as Bodies;
    const end = turns.take(`${caller.identity.issuer}:${caller.identity.subject}`);
    try {
      // Within the turn: compiling takes its time as well.
      const extract = extractIn(body, caller.policyReader);
      const by: MaskedBy = extract === undefined ? {} : { maskedBy: namedExtract(extract) };
      const see: See = seenBy(caller, looking.rights, extract?.set);
      if (format !== 'vgsession') {
        const { ids, decisions } = await exporter.decisions(of, chosen, see);
        await tell(ids, by);
        const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl';
        return new Download(`${name}.${format}`, type, lines(decisions, format, chosen, by), end);
      }
      const { issuer, subject, name: called } = actorOf(caller);
      const ids = new Set<string>();
      const file = await exporter.archive({
        of,
        bodies: chosen,
        see: (decision) => {
          ids.add(decision.header.id);
          return see(decision);
        },
        policies: caller.policyReader,
        ...(extract && { extract }),
        about: { by: { issuer, subject, ...(called !== undefined && { name: called }) }, of: about },
      });
      try {
        await tell([...ids], by);
      } catch (error) {
        await file.close();
        throw error;
      }
      const { stream, bytes } = await file.read();
      return new Download(
        `${name}.vgsession`,
        'application/vnd.vectorgate.session',
        stream,
        () => {
          end();
          void file.close();
        },
        bytes,
      );
    } catch (error) {
      end();
      throw error;
    }
  };

  const routes: readonly ApiRoute[] = [
    {
      path: '/sessions/:id/export',
      summary:
        'One session as a file: an archive that verifies offline (vgsession), JSON Lines, or CSV. What is in it is what its reader may see.',
      query: Type.Object({ format: exportFormat, bodies }, strict),
      response: File,
      mediaType: 'application/vnd.vectorgate.session',
      answer: async (question) => {
        const { id, query } = question;
        const looking = new Looking(question, { access, looks });
        const { whose, review } = looking.rights.scope();
        const session = await reader.getSession(id, { ...whose, review });
        if (session === undefined) throw await looking.nothing({ of: 'session', session: id });
        const about = { session: id };
        if (looking.rights.owns(session.who))
          return download(question, { looking, of: about, about, name: id, tell: async () => {} });
        const scope = { whose, review };
        return download(question, {
          looking,
          of: { search: searchIn(id, scope) },
          about,
          name: id,
          tell: async (ids, by) => {
            const records = await recordsIn(reader, id, scope);
            const { connection, store } = session;
            const place = placeOf({
              connection,
              store,
              operations: records.flatMap(({ operations }) => operations),
            });
            await looking.took({
              look: { of: 'session', session: id },
              place,
              asked: { export: true, ...query, ...by },
              told: { records: ids },
            });
          },
        });
      },
    },
    {
      path: '/records/export',
      summary:
        'Records that a query finds as a file, as of one session: among my own, or with all=1 those of others that rules let me review.',
      query: Type.Object({ query: recordsQuery, all, format: exportFormat, bodies }, strict),
      response: File,
      mediaType: 'application/vnd.vectorgate.session',
      answer: async (question) => {
        const { query } = question;
        const looking = new Looking(question, { access, looks });
        const search = searchOf(question, await looking.scope('records'));
        return download(question, {
          looking,
          of: { search },
          // It is read later than it was asked.
          about: {
            query: datedQuery(query.query ?? '', search.now),
            whose: search.review === undefined ? 'own' : 'everybody',
          },
          name: 'records',
          tell: (ids, by) => looking.listed('records', { exported: true, ...by, records: ids }),
        });
      },
    },
  ];
  return routes.flatMap((route) => [
    route,
    {
      ...route,
      method: 'post' as const,
      summary: `${route.summary} As an extract: guards that are sent along mask more of it, and never less.`,
      body: ExtractSchema,
      bodyBytes: mostBody,
    },
  ]);
}

import Type from 'typebox';
import type { Bodies, ExportOf, RecordedDecision, SeenDecision } from '../sessions/export/export-request.ts';
import { partsOf } from '../sessions/export/export-request.ts';
import type { RecordHeader } from '../sessions/record.ts';
import type { ApiRoute, Question } from './api-routes.ts';
import { all, bodies, exportFormat, recordsQuery } from './api-schemas.ts';
import type { ApiParts } from './create-api.ts';
import { Download } from './download.ts';
import { csvHead, csvLine } from './export-csv.ts';
import { ExportTurns } from './export-turns.ts';
import { noSuch } from './no-such.ts';
import { recordFor } from './record-for.ts';
import { searchOf } from './search-of.ts';
import { actorOf, maySee, seenBy } from './what-callers-see.ts';

const strict = { additionalProperties: false } as const;
const File = Type.String({ description: 'As asked: .vgsession (SQLite), JSON Lines, or CSV.' });

type Format = 'vgsession' | 'jsonl' | 'csv';

/** Taking records away: as an archive that proves itself, or as lines for other programs. */
export function exportRoutes({
  reader,
  exporter,
  showUnder,
}: Pick<ApiParts, 'reader' | 'exporter' | 'showUnder'>): readonly ApiRoute[] {
  const turns = new ExportTurns();

  async function* lines(
    decisions: AsyncIterable<{ recorded: RecordedDecision; seen: SeenDecision }>,
    format: Format,
    chosen: Bodies,
  ): AsyncGenerator<string> {
    if (format === 'csv') yield csvHead;
    for await (const { recorded, seen } of decisions) {
      if (format === 'csv') yield csvLine(seen.header(recorded.header) as RecordHeader);
      else yield `${JSON.stringify(recordFor(recorded, seen, partsOf[chosen]))}\n`;
    }
  }

  const download = async (
    { caller, query }: Question,
    of: ExportOf,
    asked: { readonly session: string } | { readonly query: string; readonly whose: 'own' | 'everybody' },
    name: string,
  ): Promise<Download> => {
    const format = (query.format ?? 'vgsession') as Format;
    const chosen = (query.bodies ?? 'none') as Bodies;
    const see = seenBy(caller, showUnder);
    const end = turns.take(`${caller.identity.issuer}:${caller.identity.subject}`);
    try {
      if (format !== 'vgsession') {
        const decisions = await exporter.decisions(of, chosen, see);
        const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl';
        return new Download(`${name}.${format}`, type, lines(decisions, format, chosen), end);
      }
      const { issuer, subject, name: called } = actorOf(caller);
      const file = await exporter.archive({
        of,
        bodies: chosen,
        see,
        policies: caller.policyReader,
        about: { by: { issuer, subject, ...(called !== undefined && { name: called }) }, of: asked },
      });
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

  return [
    {
      path: '/sessions/:id/export',
      summary:
        'One session as a file: an archive that verifies offline (vgsession), JSON Lines, or CSV. What is in it is what its reader may see.',
      query: Type.Object({ format: exportFormat, bodies }, strict),
      response: File,
      mediaType: 'application/vnd.vectorgate.session',
      answer: async (question) => {
        const { caller, id } = question;
        const session = await reader.getSession(id);
        if (session === undefined || !maySee(caller, session.who)) throw noSuch('session');
        return download(question, { session: id }, { session: id }, id);
      },
    },
    {
      path: '/records/export',
      summary:
        'Records that a query finds as a file, as of one session: among my own, or everybody’s for reviewers.',
      query: Type.Object({ query: recordsQuery, all, format: exportFormat, bodies }, strict),
      response: File,
      mediaType: 'application/vnd.vectorgate.session',
      answer: async (question) => {
        const { query } = question;
        const search = searchOf(question);
        const asked = {
          query: query.query ?? '',
          whose: search.whose === undefined ? 'everybody' : 'own',
        } as const;
        return download(question, { search }, asked, 'records');
      },
    },
  ];
}

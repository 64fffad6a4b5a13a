import { count, isRecord, records, text } from '../api/read-json.ts';
import { relative } from '../output/ago.ts';
import { table } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';

/** `vectorgate sessions list`: recorded sessions, the latest first. */
export async function sessionsList(
  options: CommonOptions & { readonly limit: number; readonly cursor?: string; readonly all?: boolean },
  terminal: Terminal,
): Promise<void> {
  const { limit, cursor } = options;
  const page = await (await signedInApi(options, terminal)).sessions({
    limit,
    all: options.all === true,
    ...(cursor !== undefined && { cursor }),
  });
  print(terminal, options, page, () => {
    const found = records(page.sessions);
    if (found.length === 0)
      return 'No session is recorded yet. Each governed notebook or program makes one.\n';
    const rows = found.map((session) => {
      const who = isRecord(session.who) ? session.who : {};
      return [
        text(session.id),
        text(who.name) || text(who.subject),
        text(session.connection),
        String(count(session.records)),
        String(count(session.refused)),
        String(count(session.masked)),
        relative(text(session.started), terminal.now()),
      ];
    });
    const right = true;
    const more = text(page.next);
    return `${table(
      [
        { title: 'session', widest: 26 },
        { title: 'who' },
        { title: 'connection', widest: 12 },
        { title: 'steps', widest: 6, right },
        { title: '⊘', widest: 5, right },
        { title: '▒', widest: 5, right },
        { title: 'started', widest: 11 },
      ],
      rows,
    )}${more && `More: vectorgate sessions list --cursor ${more}\n`}`;
  });
}

import { printable } from '@vectorgate/policy-schema/printable';
import { isRecord, records, text } from '../api/read-json.ts';
import { relative } from '../output/ago.ts';
import type { Terminal } from '../output/terminal.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';

/** `vectorgate sessions note ID [TEXT]`: writes a note beside a session, or prints those that are there. For those whom rules let review. */
export async function sessionsNote(
  id: string,
  written: string | undefined,
  options: CommonOptions & { readonly record?: string },
  terminal: Terminal,
): Promise<void> {
  const api = await signedInApi(options, terminal);
  if (written !== undefined) {
    const { record } = options;
    const done = await api.addNote(id, { text: written, ...(record !== undefined && { record }) });
    print(terminal, options, done, () => `Noted beside session ${id}: ${text(done.noted)}\n`);
    return;
  }
  const found = await api.notes(id);
  print(terminal, options, found, () => {
    const notes = records(found.notes).filter(
      ({ record }) => options.record === undefined || record === options.record,
    );
    if (notes.length === 0)
      return `Nothing is noted yet. Write something: vectorgate sessions note ${id} "…"\n`;
    return notes
      .map((note) => {
        const who = isRecord(note.who) ? note.who : {};
        const beside = text(note.record) && ` · record ${text(note.record)}`;
        const said =
          note.text === null
            ? '(forgotten with its session)'
            : text(note.text).split(/\r?\n/).map(printable).join('\n  ');
        return `${printable(text(who.name) || text(who.subject))} · ${relative(text(note.time), terminal.now())}${beside}\n  ${said}\n`;
      })
      .join('');
  });
}

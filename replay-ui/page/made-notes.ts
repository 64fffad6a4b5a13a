import { type Note, ReplayError, type ReplayNotes } from '../src/host/index.ts';

const rita = { issuer: 'people', subject: 'rita', name: 'Rita Lindqvist' };

/** Notes in memory: of a session one that a page must not obey. A text with "refuse" in it is not taken. */
export function madeNotes(record: string): ReplayNotes {
  const notes = new Map<string, Note[]>();
  let written = 0;
  const of = (session: string): Note[] => {
    const own = notes.get(session) ?? [
      {
        id: 'made',
        time: '2026-11-21T09:30:00.000Z',
        who: { issuer: 'people', subject: 'oona', name: '<b>Oona</b>\u202e' },
        record,
        text: '<img src=x onerror="document.title=1">\u001b[31m asked\n\u202eeht owner',
      },
      {
        id: 'forgotten',
        time: '2026-11-20T09:30:00.000Z',
        who: rita,
        text: null,
      },
    ];
    notes.set(session, own);
    return own;
  };
  return {
    connections: ['insights'],
    list: async (session) => [...of(session)],
    add: async (session, note) => {
      if (note.text.includes('refuse'))
        throw new ReplayError(
          'refused',
          'No rule lets you review this: notes are written and read by those who may.',
          'Ask the owner of a policy for a rule that permits you the operation review.',
        );
      written += 1;
      of(session).unshift({ id: `w${written}`, time: new Date().toISOString(), who: rita, ...note });
    },
  };
}

/** Members of a record's header of which each says that it is about something else than a request to a store. */
const others = ['evidence', 'reviewed', 'note', 'policy'] as const;

/**
 * Whether a record tells of what was done to the records themselves, of a look at them, a note beside them or a change of
 * the policies: none of these went to a store, so nobody can ask it again, and no rule about stores decides it.
 */
export const askedNoStore = (header: object): boolean =>
  others.some((name) => (header as Readonly<Record<string, unknown>>)[name] !== undefined);

/** Notifications about what exists, beside those of the Language Server Protocol. An editor need not know them. */
export const catalogueMessages = {
  /** To the server: `{ document }`, of kind Catalog as a gateway told it, or null. */
  known: 'vectorgate/catalogue',
  /**
   * To the editor: `{ wanted: [{ connection, collections }] }`, the collections that open policies are about; null when none
   * is open.
   */
  wanted: 'vectorgate/wantedFields',
} as const;

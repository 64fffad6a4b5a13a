/**
 * Requests to the editor, beside those of the Language Server Protocol, for files that no disk of the server's holds. An editor
 * that answers them says so in its initialization options: `{ files: true }`.
 */
export const fileMessages = {
  /** `{ uri }` of a file; answered by `{ text }`, or by `{ trouble }` where it cannot be read. */
  read: 'vectorgate/readFile',
  /** `{ uri }` of a folder; answered by `{ entries: [{ name, uri, isFolder }] }`, or by `{ trouble }`. */
  list: 'vectorgate/listFolder',
} as const;

export interface ReadAnswer {
  readonly text?: string;
  readonly trouble?: string;
}

export interface ListAnswer {
  readonly entries?: readonly { readonly name: string; readonly uri: string; readonly isFolder: boolean }[];
  readonly trouble?: string;
}

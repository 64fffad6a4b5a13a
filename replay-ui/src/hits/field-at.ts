/** The field, as policies call it, that lies at a path of member names in an answer; undefined where there is none. */
export type FieldAt = (path: readonly string[]) => string | undefined;

const joined = (path: readonly string[]): string | undefined =>
  path.length === 0 ? undefined : path.join('.');

const stores: Readonly<Record<string, FieldAt>> = {
  chroma: ([column, ...rest]) =>
    column === 'metadatas'
      ? joined(rest)
      : column === 'documents'
        ? '$document'
        : column === 'uris'
          ? '$uri'
          : undefined,
  qdrant: (path) => {
    const at = path.indexOf('payload');
    return at < 0 ? undefined : joined(path.slice(at + 1));
  },
};

/** Where fields lie in the answers of a store; undefined for stores whose answers we do not know. */
export const fieldAt = (store: string): FieldAt | undefined =>
  Object.hasOwn(stores, store) ? stores[store] : undefined;

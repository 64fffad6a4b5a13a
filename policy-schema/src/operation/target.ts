/**
 * One part of a target. `one`: exactly this name, aliases already resolved. `every`: all that exist under
 * the part before it (dropping a database touches `every` collection). `none`: the operation has no such
 * part (a heartbeat has no collection; Qdrant has no tenant). `unresolved`: there is one, but it cannot be
 * told which; a selector on it is unknown, never no. `lookedUp`: the caller gave an id, the name is the store's
 * answer; who may not see the collection is not told it.
 */
export type Scope =
  | { readonly is: 'one'; readonly name: string; readonly lookedUp?: true }
  | { readonly is: 'every' }
  | { readonly is: 'none' }
  | { readonly is: 'unresolved' };

/** Where an operation acts, in store-neutral parts. The connection is a property of the operation. */
export interface Target {
  readonly tenant: Scope;
  readonly database: Scope;
  readonly namespace: Scope;
  readonly collection: Scope;
}

export const one = (name: string): Scope => ({ is: 'one', name });
export const lookedUp = (name: string): Scope => ({ is: 'one', name, lookedUp: true });
export const every: Scope = { is: 'every' };
export const none: Scope = { is: 'none' };
export const unresolved: Scope = { is: 'unresolved' };

import type { Operation } from '../operation/operation.ts';
import type { OperationClass } from '../operation/operation-class.ts';
import type { Target } from '../operation/target.ts';

/** An operation as a noun before its target, and as what somebody may do to it. */
const words: Readonly<Record<OperationClass, readonly [noun: string, verb: string]>> = {
  search: ['search of', 'search it'],
  fetch: ['fetch from', 'fetch from it'],
  scan: ['scan of', 'scan it'],
  aggregate: ['aggregate of', 'aggregate it'],
  upsert: ['upsert into', 'upsert into it'],
  update: ['update of', 'update it'],
  delete: ['delete from', 'delete from it'],
  'delete-bulk': ['delete-bulk from', 'delete from it in bulk'],
  schema: ['schema change of', 'change its schema'],
  backup: ['backup of', 'back it up'],
  admin: ['administration of', 'administer it'],
  meta: ['meta operation on', 'ask about it'],
  review: ['review of', 'review it'],
};

const impliedWords = {
  handshake: ['connection to', 'use it'],
  list: ['list of collections of', 'list it'],
  describe: ['description of', 'see it'],
} as const;

const wordsOf = ({ implied, classes }: Operation): readonly [string, string] =>
  implied !== undefined ? impliedWords[implied] : (words[classes[0]!] ?? ['operation on', 'do this to it']);

/** A target by its most telling part. */
export function targetName(target: Target, connection: string): string {
  const { collection, namespace, database, tenant } = target;
  if (collection.is === 'one') return collection.name;
  if (collection.is === 'unresolved') return 'a collection that cannot be told';
  const above = [namespace, database, tenant].find(({ is }) => is === 'one' || is === 'unresolved');
  const name =
    above?.is === 'one'
      ? above.name
      : above?.is === 'unresolved'
        ? 'a database that cannot be told'
        : connection;
  return collection.is === 'every' ? `all collections of ${name}` : name;
}

/** The beginning of a refusal: `search of customer-cases`. */
export function subject(operation: Operation, target: Target, connection: string): string {
  const [noun] = wordsOf(operation);
  if (operation.implied === 'handshake') return `${noun} ${connection}`;
  if (operation.implied === 'list') {
    const place = targetName({ ...target, collection: { is: 'none' } }, connection);
    return `${noun} ${place}`;
  }
  return `${noun} ${targetName(target, connection)}`;
}

/** What no rule lets the caller do. */
export const verb = (operation: Operation): string => wordsOf(operation)[1];

/** Whom to ask, without a full stop. */
export const askWhom = (contacts: readonly (string | undefined)[]): string => {
  const known = [...new Set(contacts.filter((contact) => contact !== undefined))].sort();
  return known.length === 0 ? 'Ask the platform team' : `Ask ${known.slice(0, 3).join(' or ')}`;
};

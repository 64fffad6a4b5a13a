import { isRecord, records, text, texts } from '@vectorgate/client/read-json';
import { plainLine } from '@vectorgate/replay-ui/records';
import type { Collection, Connection, Refused, Who } from './standing.ts';

type Json = Readonly<Record<string, unknown>>;

/** `GET /api/v1/me`; undefined when it names nobody. */
export function readWho(answer: Json): Who | undefined {
  const identity = isRecord(answer.identity) ? answer.identity : {};
  const subject = text(identity.subject);
  if (subject === '') return undefined;
  const until = isRecord(answer.session) ? Date.parse(text(answer.session.expires)) : Number.NaN;
  return {
    issuer: text(identity.issuer),
    subject,
    name: plainLine(text(identity.name) || subject, 100),
    groups: texts(identity.groups),
    until: Number.isNaN(until) ? undefined : until,
    policyReader: answer.policyReader === true,
    reviews: texts(answer.reviews),
  };
}

/** `GET /api/v1/connections`. */
export const readConnections = (answer: Json): readonly Connection[] =>
  records(answer.connections).map(({ name, store, knownAs, mode, server }) => ({
    name: text(name),
    store: text(store),
    knownAs: texts(knownAs),
    mode: mode === 'enforce' || mode === 'monitor' ? mode : undefined,
    ...(isRecord(server) && { server: { version: text(server.version), known: server.known === true } }),
    collections: [],
  }));

/** The gateway's public discovery, for whoever is not signed in. */
export function connectionsOfDiscovery(
  governed: readonly { readonly name: string; readonly connection: string; readonly store: string }[],
): readonly Connection[] {
  const found = new Map<string, Connection>();
  for (const { name, connection, store } of governed) {
    const before = found.get(connection);
    found.set(connection, {
      name: connection,
      store,
      knownAs: [...(before?.knownAs ?? []), name],
      mode: undefined,
      collections: [],
    });
  }
  return [...found.values()];
}

const collectionsOf = (operation: Json): readonly string[] =>
  records(operation.targets)
    .map(({ collection }) => (isRecord(collection) && collection.is === 'one' ? text(collection.name) : ''))
    .filter((name) => name !== '');

/** `GET /api/v1/records?effect=deny`. */
export const readRefused = (answer: Json): readonly Refused[] =>
  records(answer.records).map((record) => {
    const [operation] = records(record.operations);
    const decision = isRecord(record.decision) ? record.decision : {};
    const reason = isRecord(record.reason) ? record.reason : {};
    const kind = operation === undefined ? 'request' : (texts(operation.classes)[0] ?? text(operation.name));
    const [collection = ''] = operation === undefined ? [] : collectionsOf(operation);
    return {
      id: text(record.id),
      time: Date.parse(text(record.time)),
      connection: text(record.connection),
      what: `${kind} ${collection}`.trim(),
      why: text(reason.what) || text(decision.code),
      next: text(reason.next),
      effect: text(decision.effect),
    };
  });

/** Adds to each connection the collections that `GET /api/v1/records` names: what the person asked of them lately. */
export function withCollections(connections: readonly Connection[], answer: Json): readonly Connection[] {
  const seen = new Map<string, Map<string, Collection>>();
  for (const record of records(answer.records)) {
    const refused = record.outcome === 'refused';
    const masked = new Set(records(record.masked).map(({ field }) => text(field))).size;
    const named = seen.get(text(record.connection)) ?? new Map<string, Collection>();
    seen.set(text(record.connection), named);
    for (const operation of records(record.operations))
      for (const name of collectionsOf(operation)) {
        const before = named.get(name) ?? { name, classes: [], maskedFields: 0, refused: 0 };
        const classes = refused ? [] : texts(operation.classes).filter((one) => one !== 'meta');
        named.set(name, {
          name,
          classes: [...new Set([...before.classes, ...classes])],
          maskedFields: Math.max(before.maskedFields, masked),
          refused: before.refused + (refused ? 1 : 0),
        });
      }
  }
  return connections.map((connection) => ({
    ...connection,
    collections: [...(seen.get(connection.name)?.values() ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}

import type { Configuration, ConnectionConfiguration } from '../configuration/configuration.ts';
import type { FileReloads } from '../configuration/file-reloads.ts';
import { type Authority, readAuthority, refuseExpired } from '../configuration/read-tls.ts';
import type { Reloaded } from '../configuration/reloaded.ts';
import type { GrpcConnection } from '../engines/grpc/grpc-engine.ts';
import type { HttpConnection } from '../engines/http/http-engine.ts';
import { HttpUpstream } from '../engines/http/http-upstream.ts';
import type { MaskKeys } from '../masks/mask-keys.ts';
import { chromaProtocol } from '../protocols/chroma/chroma-protocol.ts';
import { mintAccessToken } from '../protocols/qdrant/access-token.ts';
import { qdrantProtocol } from '../protocols/qdrant/qdrant-protocol.ts';
import { readCredential } from './read-credential.ts';

/** The registered connections, ready for traffic, found by name or by the host:port that notebooks write. */
export interface Connections {
  readonly all: readonly HttpConnection[];
  /** Authorities of stores' certificates, by the connection's name. */
  readonly authorities: ReadonlyMap<string, Reloaded<Authority>>;
  byKnownName(name: string): HttpConnection | undefined;
  /** The same, for calls by gRPC. */
  grpcByKnownName(name: string): GrpcConnection | undefined;
  close(): Promise<void>;
}

/** The store folders, by the word of the configuration. */
const protocols = { chroma: chromaProtocol, qdrant: qdrantProtocol } as const;

/**
 * Opens every configured connection: reads its credential from its place and gives it to the upstream alone. What
 * lies in files is followed by `reloads`.
 * @param keysOf the keys of a connection's masks, by its name
 */
export async function openConnections(
  configuration: Configuration,
  keysOf: (connection: string) => MaskKeys,
  reloads: FileReloads,
): Promise<Connections> {
  const authorities = new Map<string, Reloaded<Authority>>();
  const people = configuration.issuers.find((issuer) => issuer.signIn !== undefined)?.name ?? '';
  const all = await Promise.all(
    configuration.connections.map(async (connection): Promise<HttpConnection> => {
      const { name, address, tls } = connection;
      const credential =
        connection.credential &&
        (await readCredential(
          connection,
          connection.credential,
          reloads,
          connection.credential.perRequest ? mintAccessToken : undefined,
        ));
      const authority = await loadAuthority(connection, reloads);
      if (authority !== undefined) authorities.set(name, authority);
      const upstream = new HttpUpstream({
        name,
        address,
        responseBytes: configuration.limits.responseBytes,
        silenceSeconds: configuration.limits.storeSeconds,
        ...(tls && { tls: { verify: tls.verify, ...(authority && { authority: authority.value.pem }) } }),
        ...(credential && { credential }),
      });
      authority?.onChange(({ pem }) => upstream.trust(pem));
      return {
        name,
        store: connection.store,
        mode: connection.mode,
        people: connection.people ?? people,
        knownAs: connection.knownAs,
        protocol: protocols[connection.store]({ maskKeys: keysOf(name) }),
        upstream,
        memory: new Map(),
      };
    }),
  );
  const known = new Map(
    all.flatMap((connection) => connection.knownAs.map((name) => [name, connection] as const)),
  );
  return {
    all,
    authorities,
    byKnownName: (name) => known.get(name),
    grpcByKnownName: () => undefined,
    close: async () => {
      await Promise.all(all.map((connection) => connection.upstream.close()));
    },
  };
}

/** Undefined where the machine's own authorities are trusted. */
async function loadAuthority(
  { name, tls }: ConnectionConfiguration,
  reloads: FileReloads,
): Promise<Reloaded<Authority> | undefined> {
  const file = tls?.authority;
  if (file === undefined) return undefined;
  return reloads.load({
    name: `connections.${name}.tls.authority`,
    files: [file],
    read: () => readAuthority(name, file),
    checkNew: ({ expires }) => refuseExpired(file, expires),
  });
}

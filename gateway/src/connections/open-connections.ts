import type { Configuration, ConnectionConfiguration } from '../configuration/configuration.ts';
import type { FileReloads } from '../configuration/file-reloads.ts';
import { type Authority, readAuthority, refuseExpired } from '../configuration/read-tls.ts';
import type { Reloaded } from '../configuration/reloaded.ts';
import type { GrpcConnection } from '../engines/grpc/grpc-engine.ts';
import { GrpcUpstream } from '../engines/grpc/grpc-upstream.ts';
import type { HttpConnection } from '../engines/http/http-engine.ts';
import { HttpUpstream } from '../engines/http/http-upstream.ts';
import type { UpstreamOptions } from '../engines/upstream-options.ts';
import type { MaskKeys } from '../masks/mask-keys.ts';
import { stores } from '../protocols/stores.ts';
import { readCredential } from './read-credential.ts';

/** The registered connections, ready for traffic, found by name or by the host:port that notebooks write. */
export interface Connections {
  readonly all: readonly HttpConnection[];
  /** Authorities of stores' certificates, by the connection's name. */
  readonly authorities: ReadonlyMap<string, Reloaded<Authority>>;
  byKnownName(name: string): HttpConnection | undefined;
  /** The same for names of gRPC ports. */
  grpcByKnownName(name: string): GrpcConnection | undefined;
  close(): Promise<void>;
}

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
  const opened = await Promise.all(
    configuration.connections.map(async (connection): Promise<Opened> => {
      const { name, address, tls, grpc } = connection;
      const credential =
        connection.credential &&
        (await readCredential(
          connection,
          connection.credential,
          reloads,
          connection.credential.perRequest ? stores[connection.store].mint : undefined,
        ));
      const authority = await loadAuthority(connection, reloads);
      if (authority !== undefined) authorities.set(name, authority);
      const way: Omit<UpstreamOptions, 'address'> = {
        name,
        responseBytes: configuration.limits.responseBytes,
        silenceSeconds: configuration.limits.storeSeconds,
        ...(tls && { tls: { verify: tls.verify, ...(authority && { authority: authority.value.pem }) } }),
        ...(credential && { credential }),
      };
      const upstream = new HttpUpstream({ ...way, address });
      authority?.onChange(({ pem }) => upstream.trust(pem));
      const maskKeys = keysOf(name);
      const shared = {
        name,
        store: connection.store,
        mode: connection.mode,
        people: connection.people ?? people,
        memory: new Map<string, unknown>(),
      };
      const http: HttpConnection = {
        ...shared,
        knownAs: connection.knownAs,
        protocol: stores[connection.store].protocol({ maskKeys }),
        upstream,
      };
      const loadGrpc = stores[connection.store].grpc;
      if (grpc === undefined || loadGrpc === undefined) return { http };
      const grpcProtocol = await loadGrpc();
      const second = new GrpcUpstream({ ...way, address: grpc.address });
      authority?.onChange(({ pem }) => second.trust(pem));
      return {
        http,
        // The gate's own questions go the one way, whichever way the caller came: one memory, one answer.
        grpc: {
          ...shared,
          knownAs: grpc.knownAs,
          protocol: grpcProtocol({ maskKeys, ask: (question) => upstream.send(question, undefined) }),
          upstream: second,
        },
      };
    }),
  );
  const known = byName(opened.map(({ http }) => http));
  const knownOfGrpc = byName(opened.flatMap(({ grpc }) => grpc ?? []));
  return {
    all: opened.map(({ http }) => http),
    authorities,
    byKnownName: (name) => known.get(name),
    grpcByKnownName: (name) => knownOfGrpc.get(name),
    close: async () => {
      await Promise.all(
        opened.flatMap(({ http, grpc }) => [http.upstream.close(), ...(grpc ? [grpc.upstream.close()] : [])]),
      );
    },
  };
}

/** A connection, by its transports. */
interface Opened {
  readonly http: HttpConnection;
  readonly grpc?: GrpcConnection;
}

const byName = <Connection extends { readonly knownAs: readonly string[] }>(
  connections: readonly Connection[],
): ReadonlyMap<string, Connection> =>
  new Map(connections.flatMap((connection) => connection.knownAs.map((name) => [name, connection] as const)));

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

import type { Configuration } from '../configuration/configuration.ts';
import { readSecret } from '../configuration/read-secret.ts';
import { readAuthority } from '../configuration/read-tls.ts';
import type { HttpConnection } from '../engines/http/http-engine.ts';
import { HttpUpstream } from '../engines/http/http-upstream.ts';
import { chromaProtocol } from '../protocols/chroma/chroma-protocol.ts';

/** The registered connections, ready for traffic, found by name or by the host:port that notebooks write. */
export interface Connections {
  readonly all: readonly HttpConnection[];
  byKnownName(name: string): HttpConnection | undefined;
  close(): Promise<void>;
}

/**
 * Opens every configured connection: reads its credential from its place and gives it to the upstream alone.
 * @param maskKey key of the `hash` mask, 32 bytes
 */
export async function openConnections(
  configuration: Configuration,
  maskKey: Uint8Array,
): Promise<Connections> {
  const people = configuration.issuers.find((issuer) => issuer.signIn !== undefined)?.name ?? '';
  const chroma = chromaProtocol({ maskKey });
  const all = await Promise.all(
    configuration.connections.map(async (connection): Promise<HttpConnection> => {
      const { name, address, credential, tls } = connection;
      const secret =
        credential && (await readSecret(credential.secret, `the credential of connection ${name}`));
      const authority = tls?.authority && (await readAuthority(name, tls.authority));
      return {
        name,
        store: connection.store,
        mode: connection.mode,
        people: connection.people ?? people,
        knownAs: connection.knownAs,
        protocol: chroma,
        upstream: new HttpUpstream({
          name,
          address,
          responseBytes: configuration.limits.responseBytes,
          ...(tls && { tls: { verify: tls.verify, ...(authority && { authority }) } }),
          ...(credential &&
            secret !== undefined && {
              credential: { header: credential.header, value: `${credential.prefix ?? ''}${secret}`, secret },
            }),
        }),
        memory: new Map(),
      };
    }),
  );
  const known = new Map(
    all.flatMap((connection) => connection.knownAs.map((name) => [name, connection] as const)),
  );
  return {
    all,
    byKnownName: (name) => known.get(name),
    close: async () => {
      await Promise.all(all.map((connection) => connection.upstream.close()));
    },
  };
}

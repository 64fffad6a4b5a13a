import type { Server } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { ListenerConfiguration } from './configuration/configuration.ts';
import type { FileReloads } from './configuration/file-reloads.ts';
import { type Certificate, readCertificate, refuseExpired } from './configuration/read-tls.ts';
import type { Reloaded } from './configuration/reloaded.ts';

/** Reads a listener's certificate and key and follows their files; undefined without TLS. Throws `GateError` code `tls`. */
export async function loadCertificate(
  reloads: FileReloads,
  name: 'control' | 'data',
  { tls }: ListenerConfiguration,
): Promise<Reloaded<Certificate> | undefined> {
  if (tls === undefined) return undefined;
  return reloads.load({
    name: `listeners.${name}.tls`,
    files: [tls.certificate, tls.key],
    read: () => readCertificate(name, tls),
    checkNew: ({ expires }) => refuseExpired(tls.certificate, expires),
  });
}

/** Shows new connections the certificate in force; those that are open go on under theirs. */
export function followCertificate(server: Server, certificate: Reloaded<Certificate> | undefined): void {
  if (!(server instanceof TlsServer)) return;
  certificate?.onChange(({ cert, key }) => server.setSecureContext({ cert, key }));
}

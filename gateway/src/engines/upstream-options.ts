import type { SecretForms } from './http/without-secret.ts';

/** How the gate reaches one store, whatever the transport. */
export interface UpstreamOptions {
  /** Connection name, for error texts. */
  readonly name: string;
  /** Of gRPC `http:` is HTTP/2 that is known beforehand, `https:` HTTP/2 by ALPN. */
  readonly address: string;
  readonly tls?: { readonly authority?: Buffer; readonly verify: boolean };
  /**
   * Header, or metadata (name in lower case), that the store demands, and every text that would give it away. Added by the
   * upstream and nowhere else; asked for with each request, as it may be renewed, or made for the request's own scope.
   */
  readonly credential?: {
    readonly header: string;
    valueFor(scope: string | undefined): string | Promise<string>;
    readonly forms: SecretForms;
  };
  readonly responseBytes: number;
  /** A store that is silent for so long is given up. Default 300. */
  readonly silenceSeconds?: number;
}

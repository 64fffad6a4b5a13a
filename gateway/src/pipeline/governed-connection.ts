import type { StoreProtocol } from './store-protocol.ts';
import type { Upstream } from './upstream.ts';

/** A registered database, ready for traffic of one transport. */
export interface GovernedConnection<Request, Response> {
  readonly name: string;
  readonly store: string;
  readonly mode: 'enforce' | 'monitor';
  /** Issuer whose names stand bare in policy. */
  readonly people: string;
  /** Names (host:port, lower case) under which notebooks know it. */
  readonly knownAs: readonly string[];
  readonly protocol: StoreProtocol<Request, Response>;
  readonly upstream: Upstream<Request, Response>;
  /** What the store folder remembers of it. */
  readonly memory: Map<string, unknown>;
}

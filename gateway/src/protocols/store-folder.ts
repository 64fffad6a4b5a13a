import type { Mint } from '../connections/store-credential.ts';
import type { GrpcRequest, GrpcResponse } from '../engines/grpc/grpc-message.ts';
import type { HttpRequest, HttpResponse } from '../engines/http/http-message.ts';
import type { MaskKeys } from '../masks/mask-keys.ts';
import type { StoreProtocol } from '../pipeline/store-protocol.ts';

/** What a store folder is given for one connection. */
export interface StoreOptions {
  /** Keys of the connection's masks. */
  readonly maskKeys: MaskKeys;
}

export interface GrpcStoreOptions extends StoreOptions {
  /** The way to the store's HTTP port, for the gate's own questions. */
  readonly ask: (question: HttpRequest) => Promise<HttpResponse>;
}

/** What a store folder offers the gateway. */
export interface StoreFolder {
  readonly protocol: (options: StoreOptions) => StoreProtocol<HttpRequest, HttpResponse>;
  /** The same over gRPC, for a store that has a port for it; loaded by the first connection that names that port. */
  readonly grpc?: () => Promise<(options: GrpcStoreOptions) => StoreProtocol<GrpcRequest, GrpcResponse>>;
  /** Makes a token for each request out of the store's key (`scheme: jwt-rbac`), for a store that takes such. */
  readonly mint?: Mint;
}

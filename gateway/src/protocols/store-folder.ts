import type { Mint } from '../connections/store-credential.ts';
import type { HttpRequest, HttpResponse } from '../engines/http/http-message.ts';
import type { MaskKeys } from '../masks/mask-keys.ts';
import type { StoreProtocol } from '../pipeline/store-protocol.ts';

/** What a store folder is given for one connection. */
export interface StoreOptions {
  /** Keys of the connection's masks. */
  readonly maskKeys: MaskKeys;
}

/** What a store folder offers the gateway. */
export interface StoreFolder {
  readonly protocol: (options: StoreOptions) => StoreProtocol<HttpRequest, HttpResponse>;
  /** Makes a token for each request out of the store's key (`scheme: jwt-rbac`), for a store that takes such. */
  readonly mint?: Mint;
}

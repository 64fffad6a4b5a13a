export { GatewayApi, type TokenSource } from './api/gateway-api.ts';
export { type Discovery, discover, type GovernedName } from './discovery/discover.ts';
export { gatewayUrl, isLoopback } from './discovery/gateway-url.ts';
export { ClientError, type ClientErrorCode } from './errors/client-error.ts';
export { exitCodes } from './errors/exit-codes.ts';
export type { HeldTokens } from './keeper/held-tokens.ts';
export { Session } from './keeper/session.ts';
export { oauthClient } from './sign-in/oauth-client.ts';
export { signIn } from './sign-in/sign-in.ts';

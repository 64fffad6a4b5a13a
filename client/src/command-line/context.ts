import { printableJson } from '@vectorgate/policy-schema/printable';
import { GatewayApi } from '../api/gateway-api.ts';
import { type Discovery, discover } from '../discovery/discover.ts';
import { gatewayUrl } from '../discovery/gateway-url.ts';
import { ClientError } from '../errors/client-error.ts';
import type { Terminal } from '../output/terminal.ts';
import { readSettings } from '../settings/settings.ts';
import { callerToken } from './caller-token.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly gateway?: string;
  readonly json?: boolean;
}

/** The gateway's address: the option's, else `VECTORGATE_GATEWAY`'s, else that of the last sign-in. */
export async function chosenGateway({ gateway }: CommonOptions): Promise<string> {
  const chosen = gateway ?? process.env.VECTORGATE_GATEWAY ?? (await readSettings()).gateway;
  if (chosen === undefined)
    throw new ClientError(
      'gateway-unknown',
      'No gateway is known yet.',
      'Name it once: vectorgate login --gateway https://vectorgate.example.com',
    );
  return gatewayUrl(chosen).origin;
}

/**
 * The gateway's API as the person who is signed in, or else as the workload whose token source is named; `terminal` is told
 * which, where one is named.
 */
export async function signedInApi(
  options: CommonOptions,
  terminal: Pick<Terminal, 'err'>,
): Promise<GatewayApi> {
  const controlUrl = await chosenGateway(options);
  return new GatewayApi(controlUrl, callerToken(controlUrl, terminal));
}

/** What the gateway says of itself. */
export const chosenDiscovery = async (options: CommonOptions): Promise<Discovery> =>
  discover(await chosenGateway(options));

/** Prints the result: as JSON when asked, else as `lines` makes it. */
export function print(
  terminal: Terminal,
  { json }: CommonOptions,
  result: unknown,
  lines: () => string,
): void {
  terminal.out(json ? `${printableJson(JSON.stringify(result, undefined, 2))}\n` : lines());
}

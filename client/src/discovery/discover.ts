import { isRecord, text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { gatewayUrl } from './gateway-url.ts';

/** A store's name as notebooks write it, and the connection behind it. */
export interface GovernedName {
  readonly name: string;
  readonly connection: string;
  readonly store: string;
}

/** What a gateway says of itself to everybody (`/.well-known/vectorgate`). */
export interface Discovery {
  readonly controlUrl: string;
  readonly issuer: string;
  readonly apiVersion: string;
  readonly dataPlane: string;
  readonly governed: readonly GovernedName[];
}

const answerMilliseconds = 10_000;

/** Asks the gateway what it is. Throws `ClientError` code `gateway-unreachable` or `gateway-answer`. */
export async function discover(address: string): Promise<Discovery> {
  const url = gatewayUrl(address);
  const controlUrl = url.origin;
  const next = 'Check the address (vectorgate status --gateway URL), and that the gateway runs.';
  let response: Response;
  try {
    response = await fetch(new URL('/.well-known/vectorgate', url), {
      signal: AbortSignal.timeout(answerMilliseconds),
      // What another address says of itself is not this gateway's word.
      redirect: 'manual',
    });
  } catch (cause) {
    throw new ClientError('gateway-unreachable', `No gateway answers at ${controlUrl}.`, next, { cause });
  }
  const said: unknown = await response.json().catch(() => undefined);
  if (!response.ok || !isRecord(said) || said.product !== 'vectorgate')
    throw new ClientError(
      'gateway-answer',
      `What answers at ${controlUrl} is not a VectorGate gateway (${response.status}).`,
      next,
    );
  const issuer = text(said.issuer);
  if (gatewayUrl(issuer).origin !== controlUrl && new URL(issuer).protocol !== 'https:')
    throw new ClientError(
      'gateway-not-secure',
      `${controlUrl} names a place to sign in that is not encrypted.`,
      'Tell whoever runs the gateway.',
    );
  return {
    controlUrl,
    issuer,
    apiVersion: text(said.apiVersion),
    dataPlane: text(said.dataPlane),
    governed: (Array.isArray(said.governed) ? said.governed : []).filter(isRecord).map((entry) => ({
      name: text(entry.name),
      connection: text(entry.connection),
      store: text(entry.store),
    })),
  };
}

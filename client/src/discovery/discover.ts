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

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a gateway's data plane answered: it knows no connection by this name, or refuses as the store there would. */
const isOfData = (status: number, answer: string): boolean =>
  status >= 400 && answer.includes('"VectorGate: ');

/**
 * Asks the gateway what it is. Throws `ClientError` code `gateway-unreachable`, `gateway-answer`,
 * `gateway-data-address` or `gateway-not-secure`.
 */
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
  const answer = await response.text().catch(() => '');
  const said = readJson(answer);
  if (isOfData(response.status, answer))
    throw new ClientError(
      'gateway-data-address',
      `${controlUrl} is a gateway's address for data, where programs send their calls; nobody signs in there.`,
      'Give the address to sign in at, often the same host with another port. Whoever runs the gateway knows it.',
    );
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

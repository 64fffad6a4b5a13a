import { ClientError } from '../errors/client-error.ts';

const loopbackNames = new Set(['localhost', '[::1]']);

/** Whether the address cannot leave this machine. */
export const isLoopback = (url: URL): boolean =>
  loopbackNames.has(url.hostname) || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);

/**
 * A gateway's address as a person writes it, checked. In clear only to the loopback address: a token travels there.
 * Throws `ClientError` code `gateway-not-secure` or `gateway-unknown`.
 */
export function gatewayUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new ClientError(
      'gateway-unknown',
      `"${text}" is not the address of a gateway.`,
      'Write it like https://vectorgate.example.com',
    );
  if (url.protocol === 'http:' && !isLoopback(url))
    throw new ClientError(
      'gateway-not-secure',
      `${url.origin} is not encrypted, and it is not on this machine: your sign-in would travel in clear.`,
      `Use https://${url.host}, or ask whoever runs the gateway for TLS.`,
    );
  return new URL(url.origin);
}

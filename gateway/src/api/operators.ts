import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { ApiError } from './api-error.ts';

/** By these a proxy says that it speaks for somebody else: who asks it is then not on this machine. */
const proxied = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || /^(?:::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
/** A page of another site whose name was pointed at this machine still writes that name here. */
const isLoopbackHost = (host: string): boolean =>
  /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i.test(host);

const isFromThisMachine = (req: Request): boolean =>
  isLoopbackAddress(req.socket.remoteAddress ?? '') &&
  isLoopbackHost(req.headers.host ?? '') &&
  proxied.every((name) => req.headers[name] === undefined);

const shows = (req: Request, token: string): boolean => {
  const shown = Buffer.from(/^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
};

/** Those who run the gateway and may see how it does; no people of the provider are meant. */
export interface Operators {
  includes(req: Request): boolean;
  /** What everybody else is told. */
  readonly refusal: ApiError;
}

/** With a configured token whoever shows it, from wherever; without one, whoever asks on this very machine. */
export function operators(token: string | undefined): Operators {
  return token === undefined
    ? {
        includes: isFromThisMachine,
        refusal: new ApiError(
          403,
          'operators-only',
          'Metrics are shown on the gateway’s own machine only.',
          'Scrape them there by a loopback address, or set metrics.token in vectorgate.yaml and send it as a bearer token.',
        ),
      }
    : {
        includes: (req) => shows(req, token),
        refusal: new ApiError(
          401,
          'operators-only',
          'Metrics are shown to whoever has the token for them.',
          'Send the token that metrics.token in vectorgate.yaml names: Authorization: Bearer …',
        ),
      };
}

import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { CallError, codeOf } from './call-error.ts';

/** Where a store listens and whom to take for it. */
export interface StorePlace {
  readonly origin: URL;
  readonly verify: boolean;
  /** PEM; absent: the authorities that this machine trusts. */
  readonly authority?: Buffer;
  /** Milliseconds in which a session must stand. */
  readonly within: number;
}

const settings = {
  enablePush: false,
  // An answer is taken as it comes; small windows would make it wait for each round trip.
  initialWindowSize: 4 * 2 ** 20,
  maxHeaderListSize: 32 * 1024,
};
const sessionWindow = 16 * 2 ** 20;

/**
 * Opens a session of HTTP/2 with a store: over TLS where both sides agree on it (ALPN), else knowing beforehand that it
 * is spoken. It stands once the store sent its settings, which nothing else does: before that no request is sent.
 * Rejects with `CallError`, of which nothing was sent.
 */
export function openSession(place: StorePlace): Promise<ClientHttp2Session> {
  const { promise, resolve, reject } = Promise.withResolvers<ClientHttp2Session>();
  const socket = openSocket(place);
  let session: ClientHttp2Session | undefined;
  const fail = (code: string, cause?: unknown): void => {
    clearTimeout(timer);
    reject(new CallError(code, false, cause));
    if (session === undefined) socket.destroy();
    else session.destroy();
  };
  const timer = setTimeout(() => fail('connect-timeout'), place.within);
  const onError = (error: Error): void => fail(codeOf(error), error);
  socket.once('error', onError);
  socket.once(place.origin.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
    if (place.origin.protocol === 'https:' && (socket as TLSSocket).alpnProtocol !== 'h2') {
      fail('answer-malformed');
      return;
    }
    const made = connectHttp2(place.origin, {
      createConnection: () => socket,
      settings,
      maxHeaderListPairs: 200,
      maxSettings: 16,
      maxOutstandingPings: 2,
      // In MiB. What one answer may take is bounded by its own limit.
      maxSessionMemory: 4096,
    });
    session = made;
    made.once('error', onError);
    made.once('close', () => fail('answer-truncated'));
    made.once('remoteSettings', () => {
      clearTimeout(timer);
      made.setLocalWindowSize(sessionWindow);
      // What breaks it ends the requests under way, each of which tells.
      made.on('error', () => {});
      made.removeAllListeners('close');
      resolve(made);
    });
  });
  return promise;
}

function openSocket({ origin, verify, authority }: StorePlace): Socket {
  // Without the brackets in which an address stands that has colons of its own.
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  if (origin.protocol !== 'https:') {
    return connect({ host, port: Number(origin.port || 80), noDelay: true });
  }
  return connectTls({
    host,
    port: Number(origin.port || 443),
    ALPNProtocols: ['h2'],
    rejectUnauthorized: verify,
    ...(isIP(host) === 0 && { servername: host }),
    ...(authority !== undefined && { ca: authority }),
  });
}

import { isRecord } from '../api/read-json.ts';
import type { Discovery } from '../discovery/discover.ts';
import { ClientError, type ClientErrorCode } from '../errors/client-error.ts';
import type { BrokerKey } from './broker-key.ts';
import type { ProcessList } from './process-list.ts';
import type { TokenHolder } from './token-holder.ts';

const version = 1;

type Answer = Readonly<Record<string, unknown>>;

/** Our codes in the protocol's words, where they are not the same with underscores. */
const words: Readonly<Partial<Record<ClientErrorCode, string>>> = {
  'gateway-not-secure': 'clear_text_refused',
  'gateway-unknown': 'not_configured',
  'gateway-answer': 'gateway_unreachable',
  'gateway-data-address': 'gateway_unreachable',
};

export interface BrokerParts {
  readonly holder: TokenHolder;
  readonly discover: () => Promise<Discovery>;
  readonly processes: ProcessList;
  readonly key: BrokerKey;
  /** On a port, the proof is asked for before the key is spoken. */
  readonly proves: boolean;
  /** Told of every hello. */
  readonly onHello: () => void;
}

/** What a broker answers to one line (docs/broker-protocol.md). Knows no sockets. Never throws for what a caller sent. */
export async function brokerAnswer(line: string, parts: BrokerParts): Promise<Answer> {
  const request = parsed(line);
  if (request === undefined) return refused('unreadable', 'the request is not one JSON object in one line.');
  if (parts.proves && request.op === 'prove' && request.v === version) {
    const proof = parts.key.proof(request.nonce);
    return proof === undefined
      ? refused('unreadable', 'prove needs a nonce.')
      : { v: version, ok: true, proof };
  }
  if (!parts.key.is(request.key)) return refused('wrong_key', 'the key is not this broker’s.');
  if (request.v !== version)
    return refused('unsupported_version', `this broker speaks version ${version} of the protocol.`);
  try {
    if (request.op === 'hello') return await hello(request, parts);
    if (request.op === 'token') {
      const { refused: before } = request;
      return {
        v: version,
        ok: true,
        ...(await parts.holder.token(typeof before === 'string' ? before : undefined)),
      };
    }
  } catch (error) {
    return failed(error);
  }
  return refused('unknown_operation', 'this broker knows the operations hello and token.');
}

async function hello(
  request: Answer,
  { processes, discover, holder, onHello }: BrokerParts,
): Promise<Answer> {
  processes.add(request.pid, request.kernel, request.session);
  onHello();
  const { controlUrl, dataPlane, governed } = await discover();
  return {
    v: version,
    ok: true,
    control: controlUrl,
    dataPlane,
    governed,
    // Who asks for a token is told what is amiss.
    signedIn: await holder.signedIn().catch(() => false),
  };
}

function failed(error: unknown): Answer {
  const { code, message, next } =
    error instanceof ClientError
      ? error
      : { code: 'internal' as const, message: 'the broker could not answer.', next: 'Start it again.' };
  const word = (code === 'internal' ? undefined : words[code]) ?? code.replaceAll('-', '_');
  return { v: version, ok: false, error: { code: word, message, next } };
}

function parsed(line: string): Answer | undefined {
  try {
    const request: unknown = JSON.parse(line);
    return isRecord(request) ? request : undefined;
  } catch {
    return undefined;
  }
}

const refused = (code: string, message: string): Answer => ({
  v: version,
  ok: false,
  error: { code, message, next: 'See docs/broker-protocol.md.' },
});

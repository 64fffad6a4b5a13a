import {
  changingClasses,
  type DecideInput,
  type MaskObligation,
  noticeText,
  type Obligations,
  type RequestDecision,
} from '@vectorgate/policy-schema';
import { GateError } from '../errors/gate-error.ts';
import type { Verified } from '../identity/verifier.ts';
import { carriesMarks } from '../masks/carries-marks.ts';
import { Chronicle } from './chronicle.ts';
import type { Answer, Exchange } from './exchange.ts';
import type { Gate } from './gate.ts';
import { leftWhole } from './left-whole.ts';
import { Refusal } from './refusal.ts';
import type { Forward, Judged, StoreContext } from './store-protocol.ts';

/** A monitored connection changes no forwarded byte (invariant 8). */
const nothingOwed: Obligations = { masks: [], rates: [] };

/**
 * The whole way of one request through the gate, for every store and every transport, in the order that DESIGN.md
 * gives: authenticate, parse, decide, hold, record the intent, forward, mask, record, deliver. Never throws: whatever
 * goes wrong becomes a refusal in the store's own shape, and nothing of the answer leaves before it is recorded.
 */
export async function govern<Request, Response>(
  gate: Gate,
  exchange: Exchange<Request, Response>,
): Promise<Answer<Response>> {
  const { connection, signal } = exchange;
  const { protocol, upstream } = connection;
  const started = gate.now();

  // Authenticate. Who cannot be identified leaves no record, only a count: a record says who.
  let verified: Verified;
  try {
    verified = await authenticate(gate, exchange);
  } catch (error) {
    const refusal = asRefusal(gate, error);
    observe(gate, exchange, [], 'unauthenticated', refusal.code, started);
    return { response: protocol.refuse(refusal, undefined, exchange.head) };
  }

  const chronicle = new Chronicle(gate, exchange, verified, started);
  /** A change is on its way to the store: from now on nobody can say that it was not made. */
  let sent = false;
  try {
    // Parse: a request becomes operations, or is refused.
    const { request, bytes: requestBytes } = await exchange.read();
    chronicle.requestBytes = requestBytes;
    const context: StoreContext<Request, Response> = {
      connection: connection.name,
      enforced: connection.mode === 'enforce',
      ask: (question) => upstream.send(question, signal),
      memory: connection.memory,
    };
    const judged = await protocol.judge(request, context);
    chronicle.judged = judged;

    // Decide. A monitored connection is decided all the same; only the record tells.
    const input = {
      identity: verified.identity,
      connection: { name: connection.name, people: connection.people },
      operations: judged.operations,
      instant: started,
    };
    const decision = gate.decide(input);
    chronicle.decision = decision;
    chronicle.beside = gate.beside?.(input, decision, chronicle);

    // Hold what may not pass, and narrow the rest. A monitored connection holds nothing back: what would have been
    // refused is recorded, and the request goes on as it came.
    let forward: Forward<Request, Response>;
    if (connection.mode === 'enforce') {
      forward = await hold(gate, judged, decision, verified, started);
    } else {
      try {
        await hold(gate, judged, decision, verified, started);
      } catch (error) {
        chronicle.unenforced = asRefusal(gate, error);
      }
      forward = await judged.forward(judged.operations.map(() => nothingOwed));
    }
    chronicle.forward = forward;

    // Record the intent before the first byte of a change leaves.
    const changes = judged.operations.some((operation) =>
      operation.classes.some((c) => changingClasses.has(c)),
    );
    if (changes) await chronicle.intent();
    sent = changes;

    // Forward. A caller who leaves ends a read; a change that is under way is seen to its end, for the record.
    const answer = await upstream.send(forward.request, changes ? undefined : signal);

    // Mask, record, deliver.
    const delivered = forward.deliver(answer);
    const { status, bytes } = exchange.measure(delivered.response);
    const { operations } = judged;
    const owed = connection.mode === 'enforce' ? masksOf(decision) : [];
    const whole = leftWhole(
      unbound(gate, input, owed),
      { operations, status: status ?? 200, body: delivered.body, masked: delivered.masked, owed },
      protocol,
    );
    await chronicle.delivered(delivered, status, bytes, whole);
    observe(
      gate,
      exchange,
      chronicle.classes,
      'allow',
      chronicle.unenforced === undefined ? undefined : 'monitored',
      started,
    );
    const notice = noticeText(forward.changes, delivered.masked);
    return { response: delivered.response, decision: chronicle.id, ...(notice !== undefined && { notice }) };
  } catch (error) {
    const why = asRefusal(gate, error, chronicle.id);
    const refusal = await recordRefusal(
      gate,
      chronicle,
      sent && why.detail.sent !== false ? why.inDoubt() : why,
    );
    observe(
      gate,
      exchange,
      chronicle.classes,
      refusal.kind === 'unavailable' ? 'failed' : 'deny',
      refusal.code,
      started,
    );
    const decision = chronicle.recorded ? chronicle.id : undefined;
    return {
      response: protocol.refuse(refusal, decision, exchange.head),
      ...(decision !== undefined && { decision }),
    };
  }
}

const masksOf = ({ operations }: RequestDecision): readonly MaskObligation[] =>
  operations.flatMap(({ obligations }) => obligations.masks);

/** What policies mask for others of what was asked for. */
function unbound(gate: Gate, input: DecideInput, owed: readonly MaskObligation[]): readonly MaskObligation[] {
  const about = gate.masksAbout?.(input) ?? [];
  if (about.length === 0) return about;
  const own = new Set(owed);
  return about.filter((mask) => !own.has(mask));
}

/**
 * Refuses what may not pass, narrows the rest to what was decided, then charges the rates: what cannot be enforced
 * costs nothing. Throws `Refusal`.
 */
async function hold<Request, Response>(
  gate: Gate,
  judged: Judged<Request, Response>,
  decision: RequestDecision,
  { identity }: Verified,
  instant: number,
): Promise<Forward<Request, Response>> {
  for (const text of judged.writtenTexts()) {
    if (carriesMarks(text)) throw marked();
  }
  if (decision.effect !== 'allow') {
    const refusal = decision.refusal;
    throw new Refusal(
      'forbidden',
      refusal?.code ?? 'denied',
      refusal?.message ?? 'refused by policy.',
      refusal?.next ?? 'Ask the platform team.',
    );
  }
  const obligations = decision.operations.map((operation) => operation.obligations);
  const forward = await judged.forward(obligations);
  const rates = obligations.flatMap((o) => o.rates);
  const exceeded = gate.rates.charge(rates, `${identity.issuer}:${identity.subject}`, instant);
  if (exceeded !== undefined) throw tooFast(exceeded.rule.rule, exceeded.count, exceeded.windowSeconds);
  return forward;
}

async function authenticate<Request, Response>(
  gate: Gate,
  exchange: Exchange<Request, Response>,
): Promise<Verified> {
  const token = exchange.token ?? exchange.connection.protocol.presentedKey(exchange.head);
  if (token === undefined) {
    throw new Refusal(
      'unauthenticated',
      'signed-out',
      `you are not signed in, so ${exchange.askedFor.replace(/:\d+$/, '')} is closed.`,
      'Click "VectorGate: sign in" in the status bar and run the cell again.',
    );
  }
  return gate.verifier.verify(token);
}

/** A refusal that cannot be written down is still a refusal, with the reason that matters more. */
async function recordRefusal<Request, Response>(
  gate: Gate,
  chronicle: Chronicle<Request, Response>,
  refusal: Refusal,
): Promise<Refusal> {
  try {
    await chronicle.refused(refusal);
    return refusal;
  } catch (error) {
    // Said already, by what could not be recorded first.
    if (refusal.code === 'recording-impossible') return refusal;
    const why = asRefusal(gate, error, chronicle.id);
    return refusal.doubtful ? why.inDoubt() : why;
  }
}

function asRefusal(gate: Gate, error: unknown, decision?: string): Refusal {
  if (error instanceof Refusal) return error;
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal';
  if (code === 'recording-impossible') {
    gate.log.error({ code, decision, err: error }, 'refused: nothing can be recorded');
    // The reason is one of a few fixed phrases; the folder's name is for the log.
    const reason = error instanceof GateError ? error.detail.reason : undefined;
    const why = reason === undefined ? '' : `: ${reason}`;
    return new Refusal(
      'unavailable',
      code,
      `the request was refused because it cannot be recorded${why}.`,
      'Tell the platform team: the gateway’s log names the reason.',
      {},
      { cause: error },
    );
  }
  // Nothing of the error's text goes out: it may quote data.
  gate.log.error({ code, decision, err: error }, 'refused: a fault in the gate');
  return new Refusal(
    'unavailable',
    'internal',
    'the request was refused because of a fault in the gate.',
    decision === undefined
      ? 'Tell the platform team: the gateway’s log names the reason.'
      : 'Tell the platform team the decision id.',
    {},
    { cause: error },
  );
}

function observe<Request, Response>(
  gate: Gate,
  exchange: Exchange<Request, Response>,
  classes: readonly string[],
  effect: 'allow' | 'deny' | 'unauthenticated' | 'failed',
  code: string | undefined,
  started: number,
): void {
  gate.observe({
    connection: exchange.connection.name,
    classes,
    effect,
    ...(code !== undefined && { code }),
    milliseconds: gate.now() - started,
  });
}

const marked = (): Refusal =>
  new Refusal(
    'forbidden',
    'redaction-marks',
    'the write was refused: its text carries VectorGate’s redaction marks, so masked text would be stored over the original.',
    'Write the original text, or leave that field out.',
  );

const tooFast = (rule: string, count: number, seconds: number): Refusal => {
  const span =
    seconds === 1
      ? 'second'
      : seconds === 60
        ? 'minute'
        : seconds === 3600
          ? 'hour'
          : seconds === 86_400
            ? 'day'
            : `${seconds} seconds`;
  return new Refusal(
    'forbidden',
    'rate-exceeded',
    `the request was refused: it is above your limit of ${count} per ${span} (rule ${rule}).`,
    'Wait a little and run the cell again.',
  );
};

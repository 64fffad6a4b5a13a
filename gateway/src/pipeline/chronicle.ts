import { hash } from 'node:crypto';
import type { Operation, RequestDecision, RuleReference } from '@vectorgate/policy-schema';
import { filterFields } from '@vectorgate/policy-schema';
import type { Verified } from '../identity/verifier.ts';
import { condenseVectors } from '../json/condense-vectors.ts';
import { keepCanonical } from '../sessions/canonical-json.ts';
import type { PartName, RecordDraft, RecordHeader } from '../sessions/record.ts';
import type { Exchange } from './exchange.ts';
import type { Gate } from './gate.ts';
import { newId } from './new-id.ts';
import type { Refusal } from './refusal.ts';
import type { Delivered, Forward, Judged } from './store-protocol.ts';

type Draft = RecordDraft['header'];

/** Values for a part, as JSON; integers beyond 2^53 as text, functions left out. */
function encode(value: unknown): Uint8Array {
  let text: string;
  try {
    text = JSON.stringify(value);
  } catch {
    // Only a bigint is no JSON here; with a replacer from the start every value would pay for it.
    text = JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v));
  }
  return Buffer.from(text);
}

const finite = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) ? value : undefined;

const described = (operation: Operation): Draft['operations'][number] => {
  const topK = finite(operation.topK?.value);
  const page = finite(operation.page?.value);
  const records = finite(operation.records);
  const filtered = operation.filter === undefined ? [] : filterFields(operation.filter);
  return {
    name: operation.name,
    classes: operation.classes,
    targets: operation.targets,
    ...(records !== undefined && { records }),
    ...(topK !== undefined && { topK }),
    ...(page !== undefined && { page }),
    ...(filtered !== 'all' && filtered.length > 0 && { fieldsFiltered: filtered }),
  };
};

/** Who asked, as headers tell it: made once for each verified token. */
const told = new WeakMap<Verified, Draft['who']>();

function whoOf(verified: Verified): Draft['who'] {
  let who = told.get(verified);
  if (who === undefined) {
    const { issuer, subject, name, kind, groups } = verified.identity;
    who = keepCanonical({ issuer, subject, ...(name !== undefined && { name }), kind, groups });
    told.set(verified, who);
  }
  return who;
}

/** Digests of tokens, by what their verification gave: that is one object for one token while it is believed. */
const digests = new WeakMap<Verified, string>();

function digestOf(verified: Verified, token: string): string {
  let digest = digests.get(verified);
  if (digest === undefined) {
    digest = hash('sha256', token, 'base64url');
    digests.set(verified, digest);
  }
  return digest;
}

const noRevision = { digest: '' };

const rulesOf = (decision: Pick<RequestDecision, 'operations'>): RuleReference[] => {
  const rules = new Map<string, RuleReference>();
  for (const { trace } of decision.operations) {
    for (const { rule, match } of trace)
      if (match !== 'no') rules.set(`${rule.policy}/${rule.rule}`, keepCanonical(rule));
  }
  return [...rules.values()];
};

/**
 * The record of one request while it is being made: knows what has been learnt so far and writes it down, an intent
 * first where data changes, the outcome always. Its id is the decision id that texts and headers carry.
 */
export class Chronicle<Request, Response> {
  readonly id = newId();
  readonly #gate: Gate;
  readonly #exchange: Exchange<Request, Response>;
  readonly #verified: Verified;
  readonly #started: number;
  readonly #session: string;
  /** Size of the request's body, once it was read. */
  requestBytes = 0;
  judged: Judged<Request, Response> | undefined;
  decision: RequestDecision | undefined;
  forward: Forward<Request, Response> | undefined;
  /** What a monitored connection would have answered, had it enforced. */
  unenforced: Refusal | undefined;

  constructor(gate: Gate, exchange: Exchange<Request, Response>, verified: Verified, started: number) {
    this.#gate = gate;
    this.#exchange = exchange;
    this.#verified = verified;
    this.#started = started;
    this.#session = gate.recorder.sessionFor(
      {
        issuer: verified.identity.issuer,
        subject: verified.identity.subject,
        connection: exchange.connection.name,
        client: exchange.clientSession,
        // The token itself is not kept anywhere: its digest tells runs without the shim apart.
        token: verified.session ?? digestOf(verified, exchange.token ?? ''),
      },
      started,
    );
  }

  /** Durable before the first byte of a changing operation leaves for the store. */
  intent(): Promise<void> {
    return this.#gate.recorder.append({
      header: { ...this.#header('intent'), sizes: { request: this.requestBytes, response: 0 } },
      parts: this.#parts(),
    });
  }

  delivered(
    delivered: Delivered<Response>,
    status: number | undefined,
    responseBytes: number,
  ): Promise<void> {
    return this.#gate.recorder.append({
      header: {
        ...this.#header('outcome'),
        masked: delivered.masked,
        outcome: 'delivered',
        ...(status !== undefined && { status }),
        sizes: { request: this.requestBytes, response: responseBytes },
      },
      parts: { ...this.#parts(), response: condenseVectors(delivered.body) },
    });
  }

  /** The request was refused, or failed on the way. */
  refused(refusal: Refusal): Promise<void> {
    const header = this.#header('outcome');
    const failed = refusal.kind === 'unavailable';
    return this.#gate.recorder.append({
      header: {
        ...header,
        decision: {
          ...header.decision,
          effect: failed || header.decision.effect === 'require-approval' ? header.decision.effect : 'deny',
          code: refusal.code,
        },
        outcome: failed ? 'failed' : 'refused',
        sizes: { request: this.requestBytes, response: 0 },
      },
      parts: {
        ...this.#parts(),
        decision: encode({ ...this.#decided(), what: refusal.what, next: refusal.next }),
      },
    });
  }

  get classes(): readonly string[] {
    return [...new Set((this.judged?.operations ?? []).flatMap((operation) => operation.classes))];
  }

  #decided(): object {
    const decision = this.decision;
    const { what, next } = this.unenforced ?? {};
    return decision === undefined
      ? {}
      : {
          effect: decision.effect,
          operations: decision.operations,
          changes: this.forward?.changes ?? [],
          ...(what !== undefined && { unenforced: { what, next } }),
          ...(decision.monitored && { monitored: decision.monitored }),
        };
  }

  #parts(): Partial<Record<PartName, Uint8Array>> {
    return {
      decision: encode(this.#decided()),
      ...(this.judged && {
        operations: encode({ operations: this.judged.operations, literals: this.judged.literals }),
        ...(this.judged.body.length > 0 && { request: condenseVectors(this.judged.body) }),
      }),
    };
  }

  /** What was changed in the request, by field and kind: the header carries no values, the decision's part does. */
  #changed(): readonly string[] {
    if (this.forward === undefined || this.forward.changes.length === 0) return [];
    const changed = new Set<string>();
    for (const { obligations } of this.decision?.operations ?? []) {
      if (obligations.filter !== undefined) {
        const fields = filterFields(obligations.filter);
        changed.add(`filter on ${fields === 'all' ? 'fields' : fields.join(', ')} added`);
      }
      if (obligations.topK !== undefined) changed.add(`top-k lowered to ${obligations.topK}`);
    }
    return [...changed];
  }

  #header(kind: 'intent' | 'outcome'): Omit<RecordHeader, 'parts' | 'v' | 'sizes'> {
    const { connection, agent, address, clientSession } = this.#exchange;
    const now = this.#gate.now();
    const decision = this.decision;
    const code = this.unenforced?.code ?? decision?.refusal?.code;
    const passes = decision?.effect === 'allow' && this.unenforced === undefined;
    const monitored = decision?.monitored;
    return {
      id: this.id,
      kind,
      session: this.#session,
      time: new Date(kind === 'intent' ? this.#started : now).toISOString(),
      who: whoOf(this.#verified),
      client: {
        address,
        ...(agent !== undefined && { agent: agent.slice(0, 200) }),
        ...(clientSession !== undefined && { session: clientSession }),
      },
      connection: connection.name,
      store: connection.store,
      operations: (this.judged?.operations ?? []).map(described),
      decision: {
        effect: passes || decision?.effect === 'require-approval' ? decision.effect : 'deny',
        ...(code !== undefined && { code }),
        rules: decision === undefined ? [] : rulesOf(decision),
        revision: keepCanonical(decision?.revision ?? noRevision),
        mode: connection.mode,
        ...(monitored && {
          monitored: {
            effect: monitored.effect,
            ...(monitored.refusal && { code: monitored.refusal.code }),
            rules: rulesOf(monitored),
          },
        }),
      },
      masked: [],
      changes: this.#changed(),
      milliseconds: now - this.#started,
    };
  }
}

import { createHash } from 'node:crypto';
import type { Operation, RequestDecision, RuleReference } from '@vectorgate/policy-schema';
import { filterFields } from '@vectorgate/policy-schema';
import type { Verified } from '../identity/verifier.ts';
import { condenseVectors } from '../json/condense-vectors.ts';
import type { PartName, RecordDraft, RecordHeader } from '../sessions/record.ts';
import type { Exchange } from './exchange.ts';
import type { Gate } from './gate.ts';
import { newId } from './new-id.ts';
import type { Refusal } from './refusal.ts';
import type { Delivered, Forward, Judged } from './store-protocol.ts';

type Draft = RecordDraft['header'];

const encode = (value: unknown): Uint8Array =>
  Buffer.from(
    JSON.stringify(value, (_key, v: unknown) =>
      typeof v === 'bigint' ? v.toString() : typeof v === 'function' ? undefined : v,
    ),
  );

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

const rulesOf = (decision: Pick<RequestDecision, 'operations'>): RuleReference[] => {
  const rules = new Map<string, RuleReference>();
  for (const { trace } of decision.operations) {
    for (const { rule, match } of trace) if (match !== 'no') rules.set(`${rule.policy}/${rule.rule}`, rule);
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
  judged: Judged<Request, Response> | undefined;
  decision: RequestDecision | undefined;
  forward: Forward<Request, Response> | undefined;

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
        token:
          verified.session ??
          createHash('sha256')
            .update(exchange.token ?? '')
            .digest('base64url'),
      },
      started,
    );
  }

  /** Durable before the first byte of a changing operation leaves for the store. */
  intent(): Promise<void> {
    return this.#gate.recorder.append({
      header: { ...this.#header('intent'), sizes: { request: this.#exchange.requestBytes, response: 0 } },
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
        sizes: { request: this.#exchange.requestBytes, response: responseBytes },
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
        sizes: { request: this.#exchange.requestBytes, response: 0 },
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
    return decision === undefined
      ? {}
      : {
          effect: decision.effect,
          operations: decision.operations,
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

  #header(kind: 'intent' | 'outcome'): Omit<RecordHeader, 'parts' | 'v' | 'sizes'> {
    const { connection, agent, address, clientSession } = this.#exchange;
    const { identity } = this.#verified;
    const now = this.#gate.now();
    const decision = this.decision;
    const refusal = decision?.refusal;
    const monitored = decision?.monitored;
    return {
      id: this.id,
      kind,
      session: this.#session,
      time: new Date(kind === 'intent' ? this.#started : now).toISOString(),
      who: {
        issuer: identity.issuer,
        subject: identity.subject,
        ...(identity.name !== undefined && { name: identity.name }),
        kind: identity.kind,
        groups: identity.groups,
      },
      client: {
        address,
        ...(agent !== undefined && { agent: agent.slice(0, 200) }),
        ...(clientSession !== undefined && { session: clientSession }),
      },
      connection: connection.name,
      store: connection.store,
      operations: (this.judged?.operations ?? []).map(described),
      decision: {
        effect: decision?.effect ?? 'deny',
        ...(refusal && { code: refusal.code }),
        rules: decision === undefined ? [] : rulesOf(decision),
        revision: decision?.revision ?? { digest: '' },
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
      changes: this.forward?.changes ?? [],
      milliseconds: now - this.#started,
    };
  }
}

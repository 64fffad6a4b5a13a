import { hash } from 'node:crypto';
import type {
  Identity,
  Operation,
  RequestDecision,
  RequiredFilter,
  RuleReference,
} from '@vectorgate/policy-schema';
import { filterFields } from '@vectorgate/policy-schema';
import type { Verified } from '../identity/verifier.ts';
import { canonicalJson, keepCanonical } from '../sessions/canonical-json.ts';
import type { RecordDraft, RecordHeader } from '../sessions/record.ts';
import type { Exchange } from './exchange.ts';
import type { Beside, Gate } from './gate.ts';
import type { LeftWhole } from './left-whole.ts';
import { newId } from './new-id.ts';
import { Refusal } from './refusal.ts';
import type { Delivered, Forward, Judged } from './store-protocol.ts';

type Draft = RecordDraft['header'];

/** Values for a part, as JSON; integers beyond 2^53 as text, functions left out. */
function encode(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Only a bigint is no JSON here; with a replacer from the start every value would pay for it.
    return JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v));
  }
}

/** The same for a decision: what its rules say of every request alike is printed once. */
function encodeDecision(decided: object, { operations }: Pick<RequestDecision, 'operations'>): string {
  for (const { obligations, trace } of operations) {
    for (const mask of obligations.masks) keepCanonical(mask);
    for (const step of trace) if (step.outcome === 'applied') keepCanonical(step);
  }
  try {
    return canonicalJson(decided);
  } catch {
    // A number that has no canonical form: the limit of a filter beyond 2^53.
    return encode(decided);
  }
}

const finite = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isFinite(value) ? value : undefined;

/** @param required the filter that rules added to it */
const described = (operation: Operation, required?: RequiredFilter): Draft['operations'][number] => {
  const topK = finite(operation.topK?.value);
  const page = finite(operation.page?.value);
  const records = finite(operation.records);
  const filtered = operation.filter === undefined ? [] : filterFields(operation.filter);
  const bound = required === undefined ? [] : filterFields(required);
  // In the order of canonical JSON, which then has nothing to sort.
  return {
    classes: operation.classes,
    ...(filtered !== 'all' && filtered.length > 0 && { fieldsFiltered: filtered }),
    ...(bound !== 'all' && bound.length > 0 && { fieldsRequired: bound }),
    name: operation.name,
    ...(page !== undefined && { page }),
    ...(records !== undefined && { records }),
    targets: operation.targets.map(keepCanonical),
    ...(topK !== undefined && { topK }),
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

/** What a record takes beside its parts, about. */
const headerBytes = 1024;

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
  readonly session: string;
  /** Size of the request's body, once it was read. */
  requestBytes = 0;
  judged: Judged<Request, Response> | undefined;
  decision: RequestDecision | undefined;
  /** What a canary would have decided otherwise. */
  beside: Beside | undefined;
  forward: Forward<Request, Response> | undefined;
  /** Whether anybody finds a record under this id: only then may it be told. */
  recorded = false;
  /** What a monitored connection would have answered, had it enforced. */
  unenforced: Refusal | undefined;

  constructor(gate: Gate, exchange: Exchange<Request, Response>, verified: Verified, started: number) {
    this.#gate = gate;
    this.#exchange = exchange;
    this.#verified = verified;
    this.#started = started;
    this.session = gate.recorder.sessionFor(
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
    return this.#append({
      header: { ...this.#header('intent'), sizes: { request: this.requestBytes, response: 0 } },
      parts: this.#parts(),
    });
  }

  /** `whole`: what was delivered as it is, and is masked for others. */
  delivered(
    delivered: Delivered<Response>,
    status: number | undefined,
    responseBytes: number,
    whole: readonly LeftWhole[],
  ): Promise<void> {
    return this.#append({
      header: {
        ...this.#header('outcome'),
        masked: delivered.masked,
        ...(whole.length > 0 && { unmasked: whole }),
        outcome: 'delivered',
        ...(status !== undefined && { status }),
        sizes: { request: this.requestBytes, response: responseBytes },
      },
      parts: { ...this.#parts(), response: delivered.body },
    });
  }

  /** The request was refused, or failed on the way. */
  refused(refusal: Refusal): Promise<void> {
    const header = this.#header('outcome');
    const failed = refusal.kind === 'unavailable' || refusal.doubtful;
    const parts = {
      ...this.#parts(),
      decision: encode({
        ...this.#decided(),
        what: refusal.what,
        next: refusal.next,
        kind: refusal.kind,
      }),
    };
    // What went on to the store is always written down; what was held back has its share of the disk.
    if (this.forward === undefined) this.#charge(parts);
    return this.#append({
      header: {
        ...header,
        decision: {
          ...header.decision,
          effect: failed || header.decision.effect === 'require-approval' ? header.decision.effect : 'deny',
          code: refusal.code,
        },
        outcome: refusal.doubtful ? 'unknown' : failed ? 'failed' : 'refused',
        sizes: { request: this.requestBytes, response: 0 },
      },
      parts,
    });
  }

  /** Throws `Refusal` when too much was refused of this subject: then nothing is recorded, as nothing is done. */
  #charge(parts: RecordDraft['parts']): void {
    const { issuer, subject } = this.#verified.identity;
    let bytes = headerBytes;
    for (const part of Object.values(parts)) bytes += part.length;
    if (!this.#gate.refusals.charge(`${issuer}:${subject}`, bytes, this.#gate.now())) throw exhausted();
  }

  async #append(draft: RecordDraft): Promise<void> {
    await this.#gate.recorder.append(draft);
    this.recorded = true;
  }

  get store(): string {
    return this.#exchange.connection.store;
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

  #parts(): RecordDraft['parts'] {
    return {
      decision: this.decision ? encodeDecision(this.#decided(), this.decision) : '{}',
      ...(this.judged && {
        operations: encode({
          operations: this.judged.operations,
          identity: this.#asked(),
          call: this.#call(),
        }),
        ...(this.judged.body.length > 0 && { request: this.judged.body }),
      }),
    };
  }

  /** What policy knew of the caller beside what the header says: without it nobody could decide the request again. */
  #asked(): Pick<Identity, 'claims' | 'groupsComplete'> {
    const { claims, groupsComplete } = this.#verified.identity;
    return { claims, groupsComplete };
  }

  /** What it takes to know the same call again: for running a program over what is recorded. */
  #call(): object {
    const { askedFor, line } = this.#exchange;
    const address = this.judged?.address;
    return { name: askedFor, ...line, ...(address !== undefined && { address }) };
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

  /** What an operation was held to: nothing on a connection that watches, and nothing of what did not go on. */
  #required(at: number): RequiredFilter | undefined {
    const isHeld = this.forward !== undefined && this.#exchange.connection.mode === 'enforce';
    return isHeld ? this.decision?.operations[at]?.obligations.filter : undefined;
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
      session: this.session,
      time: new Date(kind === 'intent' ? this.#started : now).toISOString(),
      who: whoOf(this.#verified),
      client: {
        address,
        ...(agent !== undefined && { agent: agent.slice(0, 200) }),
        ...(clientSession !== undefined && { session: clientSession }),
      },
      connection: connection.name,
      store: connection.store,
      operations: (this.judged?.operations ?? []).map((one, at) => described(one, this.#required(at))),
      decision: {
        effect: passes || decision?.effect === 'require-approval' ? decision.effect : 'deny',
        ...(code !== undefined && { code }),
        ...(decision?.refusal?.unseen && { unseen: true }),
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
        ...(this.beside && { canary: this.beside }),
      },
      masked: [],
      changes: this.#changed(),
      milliseconds: now - this.#started,
    };
  }
}

const exhausted = (): Refusal =>
  new Refusal(
    'forbidden',
    'refusals-exhausted',
    'the request was refused, as were so many of yours within the hour that no more of them are recorded.',
    'Stop the program that repeats them. Requests that you may make go on.',
  );

import { gateRecords, type RecordedPlace, reviewOperation } from '@vectorgate/policy-schema';
import { ulid } from 'ulidx';
import { GateError } from '../../errors/gate-error.ts';
import type { Verified } from '../../identity/verifier.ts';
import type { RateLedger } from '../../pipeline/rate-ledger.ts';
import type { RefusalBudget } from '../../pipeline/refusal-budget.ts';
import type { RecordDraft, Recorder } from '../record.ts';
import { fewTargets } from './few-targets.ts';
import type { Look } from './look.ts';
import type { RecordReaderRights } from './record-reader-rights.ts';

/** Who looks, and from where. */
export interface Looker {
  readonly verified: Verified;
  readonly client: { readonly agent?: string; readonly address: string };
}

/** One look at records of others. */
export interface LookTaken {
  readonly look: Look;
  /** What the record or session that was looked at is about; absent for what is about no one place. */
  readonly place?: RecordedPlace;
  /** What was asked, e.g. a query; recorded encrypted. */
  readonly asked?: object;
  /** What was told, e.g. ids and parts; recorded encrypted. Not the content: the record that was looked at has it. */
  readonly told?: object;
}

/** Writes down how a look ended, before anything of its answer leaves: with what is told, or without, as it failed. */
export type EndLook = (told?: object) => Promise<void>;

/** What of its record says how far a look got. */
type LookEnd = Pick<RecordDraft['header'], 'kind' | 'outcome'> &
  Partial<Pick<RecordDraft['header'], 'id' | 'session'>> & { readonly code?: string };

export interface RecordLooksParts {
  readonly recorder: Pick<Recorder, 'append' | 'sessionFor'>;
  readonly rates: RateLedger;
  readonly refusals: RefusalBudget;
  readonly now: () => number;
}

const names: Readonly<Record<Look['of'], string>> = {
  record: 'record_review',
  session: 'session_review',
  sessions: 'sessions_review',
  records: 'records_review',
  facets: 'facets_review',
  fields: 'catalogue_sampling',
  people: 'people_review',
  canary: 'canary_review',
};
/** What whoever was refused reads of it later. */
const refusal = {
  what: 'looking at records refused: no rule lets you, or there is nothing such.',
  next: 'Ask the owner of a policy for a rule that permits you the operation review.',
};
const nowhere: RecordedPlace = { connection: gateRecords, store: gateRecords, targets: [] };

/**
 * Records that somebody looked at records of others, or wanted to. A look at one record is about what that record is
 * about, so whoever may review the one may review who looked at it; lists, counts and what was refused are about the
 * gate's records as a whole.
 */
export class RecordLooks {
  readonly #parts: RecordLooksParts;

  constructor(parts: RecordLooksParts) {
    this.#parts = parts;
  }

  /**
   * To be awaited before anything of the answer leaves: charges the rates of the rules that opened it, and writes it down.
   * Throws `GateError` code `review-rate-exceeded`, or `recording-impossible`.
   */
  async taken(looker: Looker, rights: RecordReaderRights, taken: LookTaken): Promise<void> {
    this.#charge(looker, rights);
    await this.#parts.recorder.append(
      this.#draft(looker, rights, taken, { kind: 'outcome', outcome: 'delivered' }),
    );
  }

  /**
   * The same of a look that opens content before it is known what there is to tell: to be awaited before the first of it is
   * opened, so that nothing can be learned, by how long it took neither, without its record. `rights` have been asked about all
   * places by then. Resolves to what writes down how it ended; a look without that shows as `unknown`.
   */
  async begun(looker: Looker, rights: RecordReaderRights, begun: Omit<LookTaken, 'told'>): Promise<EndLook> {
    this.#charge(looker, rights);
    const intent = this.#draft(looker, rights, begun, { kind: 'intent' });
    await this.#parts.recorder.append(intent);
    const { id, session } = intent.header;
    return (told) => {
      const outcome = told === undefined ? 'failed' : 'delivered';
      const end = { kind: 'outcome', outcome, id, session } as const;
      return this.#parts.recorder.append(
        this.#draft(looker, rights, { ...begun, ...(told && { told }) }, end),
      );
    };
  }

  #charge({ verified: { identity } }: Looker, rights: RecordReaderRights): void {
    const exceeded = this.#parts.rates.charge(
      rights.rates,
      `${identity.issuer}:${identity.subject}`,
      this.#parts.now(),
    );
    if (exceeded !== undefined)
      throw new GateError(
        'review-rate-exceeded',
        `You looked at records of others more often than rule ${exceeded.rule.rule} lets you: ${exceeded.count} in ${exceeded.windowSeconds} s.`,
      );
  }

  /**
   * Writes down that somebody wanted to look and may not, or that there is nothing such: both alike, so that the record
   * does not tell its maker which. Throws `GateError` code `refusals-exhausted`, or `recording-impossible`.
   */
  async refused(looker: Looker, rights: RecordReaderRights, look: Look): Promise<void> {
    const { issuer, subject } = looker.verified.identity;
    if (!this.#parts.refusals.charge(`${issuer}:${subject}`, 1024, this.#parts.now()))
      throw new GateError(
        'refusals-exhausted',
        'So many of your requests were refused within the hour that no more of them are recorded.',
      );
    await this.#parts.recorder.append(
      this.#draft(looker, rights, { look }, { kind: 'outcome', outcome: 'refused', code: 'no-permit' }),
    );
  }

  #draft(
    { verified, client }: Looker,
    rights: RecordReaderRights,
    { look, place = nowhere, asked, told }: LookTaken,
    { code, kind: written, outcome, ...begun }: LookEnd,
  ): RecordDraft {
    const { issuer, subject, name, kind, groups } = verified.identity;
    const now = this.#parts.now();
    const targets = fewTargets(place.targets);
    const operation = reviewOperation(names[look.of], { ...place, targets });
    const { trace, rates } = rights;
    const parts = {
      decision: JSON.stringify(
        code === undefined
          ? {
              effect: 'allow',
              operations: [{ effect: 'allow', obligations: { masks: [], rates }, trace }],
              changes: [],
            }
          : { effect: 'deny', operations: [], changes: [], ...refusal },
      ),
      operations: JSON.stringify({ operations: [operation] }),
      ...(asked !== undefined && { request: JSON.stringify(asked) }),
      ...(told !== undefined && { response: JSON.stringify(told) }),
    };
    const session =
      begun.session ??
      this.#parts.recorder.sessionFor(
        {
          issuer,
          subject,
          connection: place.connection,
          client: undefined,
          token: `review ${verified.session ?? ''}`,
        },
        now,
      );
    return {
      header: {
        id: begun.id ?? ulid(now),
        kind: written,
        session,
        time: new Date(now).toISOString(),
        who: { issuer, subject, ...(name !== undefined && { name }), kind, groups },
        client,
        connection: place.connection,
        store: place.store,
        operations: [{ name: operation.name, classes: operation.classes, targets }],
        decision: {
          effect: code === undefined ? 'allow' : 'deny',
          ...(code !== undefined && { code }),
          rules: code === undefined ? trace.map(({ rule }) => rule) : [],
          revision: rights.revision,
          mode: 'enforce',
        },
        reviewed: look,
        masked: [],
        changes: [],
        ...(outcome !== undefined && { outcome }),
        sizes: {
          request: Buffer.byteLength(parts.request ?? ''),
          response: Buffer.byteLength(parts.response ?? ''),
        },
      },
      parts,
    };
  }
}

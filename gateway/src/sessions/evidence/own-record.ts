import { gateRecords } from '@vectorgate/policy-schema';
import type { EvidenceEvent } from '@vectorgate/policy-schema/evidence';
import type { RecordDraft, RecordHeader } from '../record.ts';

/** Who does something to the records themselves. */
export interface Actor {
  readonly who: RecordHeader['who'];
  readonly client: RecordHeader['client'];
  /** Their reason, for whoever may read the record's parts. */
  readonly reason?: string;
}

/** Stands where other records name a connection and a store; no connection can have it as its name. */
export const ownConnection = gateRecords;

/** The gateway by itself: as its configuration says. */
export const gatewayItself: Actor = {
  who: { issuer: ownConnection, subject: 'gateway', name: 'VectorGate', kind: 'service', groups: [] },
  client: { address: ownConnection },
};

const names: Readonly<Record<EvidenceEvent['event'], string>> = {
  'signing-key-changed': 'records_change_signing_key',
  'segments-removed': 'records_remove_segments',
  'session-forgotten': 'session_forget',
  'master-key-changed': 'records_change_master_key',
};

/** The record of what was done to the records themselves; it says so in its header, which needs no key to be read. */
export function ownRecord(
  event: EvidenceEvent,
  { who, client, reason }: Actor,
  of: {
    readonly id: string;
    readonly kind: RecordHeader['kind'];
    readonly session: string;
    readonly now: number;
  },
): RecordDraft {
  const { id, kind, session, now } = of;
  const request = reason === undefined ? undefined : JSON.stringify({ reason });
  return {
    header: {
      id,
      kind,
      session,
      time: new Date(now).toISOString(),
      who,
      client,
      connection: ownConnection,
      store: ownConnection,
      operations: [{ name: names[event.event], classes: ['admin'], targets: [] }],
      decision: { effect: 'allow', rules: [], revision: { digest: '' }, mode: 'enforce' },
      evidence: event,
      masked: [],
      changes: [],
      ...(kind === 'outcome' && { outcome: 'delivered' }),
      sizes: { request: request === undefined ? 0 : Buffer.byteLength(request), response: 0 },
    },
    parts: request === undefined ? {} : { request },
  };
}

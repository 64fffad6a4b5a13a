import type { Revision } from '@vectorgate/policy-schema';
import { type Actor, ownConnection } from '../../sessions/evidence/own-record.ts';
import type { RecordDraft, RecordHeader } from '../../sessions/record.ts';
import type { PolicyChange } from '../history/policy-change.ts';
import type { ChangeDiff } from './change-diff.ts';
import type { PolicyEvent } from './policy-event.ts';

/** Name of the operation in the record of a change of policies: by it they are searched. */
export const policyOperation = 'policy_change';

/** The same of the start and end of a canary. */
export const canaryOperation = 'policy_canary';

export interface ChangeToRecord {
  readonly event?: PolicyEvent['event'];
  readonly change: PolicyChange;
  /** The set that was in force. */
  readonly before: Revision;
  readonly diff: ChangeDiff | undefined;
  readonly actor: Actor;
}

/** The record of a change of the policies in force: who, from where, what it does to whom. */
export function changeRecord(
  { event = 'policy-changed', change, before, diff, actor: { who, client, reason } }: ChangeToRecord,
  of: {
    readonly id: string;
    readonly session: string;
    readonly now: number;
    readonly kind: RecordHeader['kind'];
    readonly outcome?: 'delivered' | 'failed';
  },
): RecordDraft {
  const { revision, source, digest, commit, author, key, note } = change;
  const request = JSON.stringify({
    ...(note !== undefined && { note }),
    ...(reason !== undefined && { reason }),
    diff: diff ?? null,
  });
  return {
    header: {
      id: of.id,
      kind: of.kind,
      session: of.session,
      time: new Date(of.now).toISOString(),
      who,
      client,
      connection: ownConnection,
      store: ownConnection,
      operations: [
        {
          name: event === 'policy-changed' ? policyOperation : canaryOperation,
          classes: ['admin'],
          targets: [],
        },
      ],
      decision: { effect: 'allow', rules: [], revision: before, mode: 'enforce' },
      policy: {
        event,
        revision,
        source,
        from: before.digest,
        to: digest,
        ...(commit && { commit: commit.commit }),
        ...(author !== undefined && { author }),
        ...(key !== undefined && { key }),
        ...(diff && { widens: diff.widens }),
      },
      masked: [],
      changes: [],
      ...(of.outcome && { outcome: of.outcome }),
      sizes: { request: Buffer.byteLength(request), response: 0 },
    },
    parts: { request },
  };
}

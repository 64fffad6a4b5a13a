import { GateError } from '../../errors/gate-error.ts';
import type { RecordedChanges } from '../change/recorded-change.ts';
import type { PolicyChange } from './policy-change.ts';

/** What is known of the policies that were in force before the list of them began anew. */
export interface LostChange {
  readonly revision: number;
  /** Absent where the records that knew it were removed. */
  readonly digest?: string;
}

const anewSwitch = '--begin-policies-anew';

/**
 * Holds what is kept of policies against the records. Resolves to the newest change that they know where nothing is kept and
 * somebody said, by `anew`, that it is to begin anew. Throws `GateError` code `policy-history`: what was published must
 * not be out of force because a list is gone.
 */
export async function assertKept(
  last: PolicyChange | undefined,
  recorder: { policyChanges(): Promise<RecordedChanges> },
  anew: boolean,
): Promise<LostChange | undefined> {
  if (anew && last !== undefined)
    throw refused(
      `the list of the policies that were in force is there (its last is revision ${last.revision}), and ${anewSwitch} is for where it is gone. Start without that switch.`,
      { kept: last.revision },
    );
  const { changes, whole } = await recorder.policyChanges().catch((cause: unknown) => {
    throw refused(
      'what is kept of policies cannot be compared with the records: they cannot be searched. Remove records/index.sqlite of the data folder, from which nothing is lost, and start again.',
      {},
      cause,
    );
  });
  const recorded = changes.find(({ certain }) => certain)?.revision ?? 0;
  if (last !== undefined && last.revision >= recorded) return undefined;
  if (last !== undefined)
    throw refused(
      `the records know revision ${recorded} of the policies, and the data folder’s policy folder ends with revision ${last.revision}: an earlier state of it was put back. Restore the newest; or remove it, and begin with what the configuration names: start once with ${anewSwitch}.`,
      { recorded, kept: last.revision },
    );
  const [newest] = changes;
  if (newest === undefined && whole) return undefined;
  if (anew)
    return newest === undefined ? { revision: 0 } : { revision: newest.revision, digest: newest.digest };
  throw refused(
    `${newest === undefined ? 'there are older records' : `the records know revision ${newest.revision} of the policies`}, and the list of the policies that were in force, policy/changes in the data folder, is gone: what was published would be out of force. Restore the policy folder from a backup; or begin with what the configuration names, and publish again what was published: start once with ${anewSwitch}.`,
    { recorded: newest?.revision ?? 0 },
  );
}

const refused = (why: string, fields: Readonly<Record<string, number>>, cause?: unknown): GateError =>
  new GateError(
    'policy-history',
    `VectorGate cannot start: ${why}`,
    fields,
    cause === undefined ? {} : { cause },
  );

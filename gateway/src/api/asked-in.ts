import type { Identity, Operation } from '@vectorgate/policy-schema';
import { type RecordedAsk, recordOperation } from '@vectorgate/policy-schema/analyse';
import { GateError } from '../errors/gate-error.ts';
import type { RecordReaderRights } from '../sessions/review/record-reader-rights.ts';
import type { StoredRecord } from '../sessions/review/shown-record.ts';

/** What the recorder keeps of a request that was understood. */
interface AskedPart {
  readonly operations: readonly Operation[];
  /** Absent in records of older versions. */
  readonly identity?: Pick<Identity, 'claims' | 'groupsComplete'>;
}

/** What a record asks, without values; undefined where the reader may not know, or nobody can. */
export function askedIn(
  record: StoredRecord,
  rights: RecordReaderRights,
  people: string | undefined,
): RecordedAsk | undefined {
  const { header, parts } = record;
  if (people === undefined || parts.decision === undefined) return undefined;
  const shown = rights.show(record);
  if (shown.withheld.some(({ part }) => part === 'operations' || part === 'decision')) return undefined;
  // Claims may hold what is masked for this reader: of whom they are, is known without them.
  const identity = (shown.operations as AskedPart | undefined)?.identity;
  const part = parts.operations && readPart(parts.operations);
  const { effect, code } = header.decision;
  const ask: RecordedAsk = {
    connection: header.connection,
    people,
    who: { ...header.who, ...identity },
    operations: (part?.operations ?? []).map(recordOperation),
    decision: { effect, ...(code !== undefined && { code }) },
  };
  return rights.names(header, ask) as RecordedAsk;
}

function readPart(bytes: Buffer): AskedPart {
  try {
    return JSON.parse(bytes.toString('utf8')) as AskedPart;
  } catch (cause) {
    throw new GateError('record-damaged', 'A record is damaged: what was asked is no JSON.', {}, { cause });
  }
}

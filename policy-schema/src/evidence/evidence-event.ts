/**
 * What a record says that was done to the records themselves: in its header, under `evidence`, so that it can be read
 * without any key.
 */
export type EvidenceEvent =
  | {
      /** Checkpoints are signed by another key from here on; both as C2SP signed-note writes them. */
      readonly event: 'signing-key-changed';
      readonly from: string;
      readonly to: string;
    }
  | {
      /** The segments up to this one were removed, with so many records in all; their leaf hashes stay. */
      readonly event: 'segments-removed';
      readonly to: number;
      readonly records: number;
    }
  | {
      /** The key of a session was destroyed: the parts of its records can be read by nobody. */
      readonly event: 'session-forgotten';
      readonly session: string;
    }
  | {
      /** The keys of sessions are wrapped by another master key from here on. */
      readonly event: 'master-key-changed';
      readonly sessions: number;
    };

/** The event in a header that was read from a log; undefined when there is none that is known. */
export function evidenceEvent(value: unknown): EvidenceEvent | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { event, ...rest }: { event?: unknown; [key: string]: unknown } = { ...value };
  const text = (key: string): string => (typeof rest[key] === 'string' ? rest[key] : '');
  const number = (key: string): number => (typeof rest[key] === 'number' ? rest[key] : 0);
  switch (event) {
    case 'signing-key-changed':
      return { event, from: text('from'), to: text('to') };
    case 'segments-removed':
      return { event, to: number('to'), records: number('records') };
    case 'session-forgotten':
      return { event, session: text('session') };
    case 'master-key-changed':
      return { event, sessions: number('sessions') };
    default:
      return undefined;
  }
}

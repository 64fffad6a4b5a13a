import type { RecordedRequest } from '../replay/recorded.ts';

/** Recorded requests, and what became of asking for them. */
export type AskedRequests = AsyncIterable<RecordedRequest> & {
  readonly stopped?: boolean;
  /** Records that were left out of them. */
  readonly withheld?: number;
};

/** What has to be said of recorded requests once all were looked at. */
export function askedNotes(
  { stopped = false, withheld = 0 }: AskedRequests,
  cancelled = false,
): readonly string[] {
  return [
    ...(stopped || cancelled
      ? ['It was stopped: this is what was looked at until then, the latest first.']
      : []),
    ...(withheld === 0
      ? []
      : [
          `${withheld.toLocaleString('en')} records were left out: they are closed to you, or their content was forgotten.`,
        ]),
  ];
}

import type { Status } from '../../server/status.ts';

/** Who reads what was asked. */
export interface TrafficReader {
  readonly who: 'signed-in' | 'signed-out' | 'no-gateway' | 'unknown';
  /** Another for each gateway, person and right to review. */
  readonly session: string;
  readonly reviews: boolean;
}

/** What the Jupyter server tells of that. */
export function readerOf(status: Status | undefined): TrafficReader {
  const of = (who: TrafficReader['who'], session = '', reviews = false) => ({ who, session, reviews });
  if (status === undefined || (status.signedIn && status.who === null)) return of('unknown');
  if (!status.configured) return of('no-gateway');
  if (!status.signedIn || status.who === null) return of('signed-out', status.gateway);
  const { identity, reviews } = status.who;
  const mayReview = (reviews?.length ?? 0) > 0;
  const person = `${identity.issuer}:${identity.subject}`;
  return of('signed-in', `${status.gateway} ${person} ${mayReview}`, mayReview);
}

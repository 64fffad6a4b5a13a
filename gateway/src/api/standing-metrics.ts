import type { ReloadStatus } from '../configuration/file-reloads.ts';
import type { PolicyStatus } from '../policy/policy-status.ts';
import type { EvidenceHealth } from '../sessions/evidence/checkpoint-signer.ts';
import type { StreamHealth } from '../sessions/stream/record-stream.ts';
import type { Metrics } from './metrics.ts';

/** A certificate or an authority, with the key that names it in the configuration. */
export interface Expiring {
  readonly part: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

export interface Standing {
  readonly certificates: () => readonly Expiring[];
  readonly files: () => readonly ReloadStatus[];
  /** Bytes that may still be written where the records are. */
  readonly freeBytes: () => Promise<number>;
  /** Which policies are in force. */
  readonly policy: () => PolicyStatus;
  /** How far the records are signed. */
  readonly evidence: () => EvidenceHealth | undefined;
  /** How the records get to a collector of logs; undefined where there is none. */
  readonly stream: () => StreamHealth | undefined;
}

/** Metrics that are no counts but states: asked for when somebody reads them. */
export function addStandingMetrics(
  metrics: Metrics,
  { certificates, files, freeBytes, evidence, stream, policy }: Standing,
): void {
  metrics.gauge(
    'vectorgate_tls_certificate_expiration_timestamp_seconds',
    'When the certificate of a listener, or the authority of a store’s certificate, expires: seconds since 1970.',
    () => certificates().map(({ part, expires }) => ({ value: expires / 1000, labels: { part } })),
  );
  metrics.gauge(
    'vectorgate_file_reload_failed',
    '1 while the file of a certificate or credential holds nothing good and the one before stays in force.',
    () => files().map(({ name, ok }) => ({ value: ok ? 0 : 1, labels: { part: name } })),
  );
  metrics.gauge(
    'vectorgate_records_free_bytes',
    'Bytes that may still be written on the file system of the records.',
    async () => [{ value: await freeBytes(), labels: {} }],
  );
  metrics.gauge(
    'vectorgate_policy_ok',
    '0 while policies that are there do not load, or cannot be read, and the last good set stays in force.',
    () => [{ value: policy().ok ? 1 : 0, labels: { source: policy().source } }],
  );
  metrics.gauge(
    'vectorgate_policy_revision',
    'Number of the policies in force: each change has the next.',
    () => {
      const { change } = policy();
      return change === undefined ? [] : [{ value: change.revision, labels: { source: change.source } }];
    },
  );
  metrics.gauge('vectorgate_records_signed', 'Records that a checkpoint covers, by where it is kept.', () => {
    const { signed, published } = evidence() ?? {};
    return [
      ...(signed === undefined ? [] : [{ value: signed, labels: { kept: 'beside' } }]),
      ...(published === undefined ? [] : [{ value: published, labels: { kept: 'published' } }]),
    ];
  });
  metrics.gauge(
    'vectorgate_checkpoint_failed',
    '1 while checkpoints of the records cannot be signed or published.',
    () => {
      const health = evidence();
      return health === undefined ? [] : [{ value: health.ok ? 0 : 1, labels: {} }];
    },
  );
  metrics.gauge(
    'vectorgate_record_stream_failed',
    '1 while records do not reach the collector of logs.',
    () => {
      const health = stream();
      return health === undefined ? [] : [{ value: health.ok ? 0 : 1, labels: {} }];
    },
  );
  metrics.gauge(
    'vectorgate_record_stream_behind',
    'Records that the collector of logs does not have yet.',
    () => {
      const health = stream();
      return health === undefined ? [] : [{ value: health.behind, labels: {} }];
    },
  );
  metrics.gauge(
    'vectorgate_record_stream_refused',
    '1 while the collector of logs refuses a record by itself, and those behind it wait.',
    () => {
      const health = stream();
      return health === undefined ? [] : [{ value: health.refused === undefined ? 0 : 1, labels: {} }];
    },
  );
}

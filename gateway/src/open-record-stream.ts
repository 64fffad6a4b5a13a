import type { Configuration } from './configuration/configuration.ts';
import { readSecret } from './configuration/read-secret.ts';
import type { RecorderLogger } from './sessions/recorder-logger.ts';
import type { LogFollower } from './sessions/stream/log-follower.ts';
import { OtlpSink } from './sessions/stream/otlp-sink.ts';
import { RecordStream } from './sessions/stream/record-stream.ts';

/** A collector that is silent for so long is asked again later (ms). */
const patience = 8_000;

/**
 * Opens the stream of records to the collector that the configuration names; undefined where it names none. Throws
 * `GateError` code `secret` or `stream-place`.
 */
export async function openRecordStream(
  { openTelemetry }: Configuration['records'],
  follower: LogFollower,
  file: string,
  logger: RecorderLogger,
): Promise<RecordStream | undefined> {
  if (openTelemetry === undefined) return undefined;
  const { url, headers, everySeconds } = openTelemetry;
  // A gateway without a collector does not load it.
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const secrets: Record<string, string> = {};
  for (const [name, secret] of Object.entries(headers))
    secrets[name] = await readSecret(secret, `the header ${name} for the collector of logs`);
  return RecordStream.open({
    follower,
    file,
    logger,
    every: everySeconds * 1000,
    resource: resourceFromAttributes({
      'service.name': 'vectorgate-gateway',
      'service.namespace': 'vectorgate',
    }),
    sink: new OtlpSink({ url, headers: secrets, patience }),
  });
}

import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Observation } from '../pipeline/gate.ts';
import { LabelledCount } from './labelled-count.ts';

/** One value of a gauge, under its labels. */
export interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** What the gateway counts: names of connections, classes, effects and codes; nothing about persons or data. */
export interface Metrics {
  readonly observe: (observation: Observation) => void;
  /** A state that is asked for when metrics are read. */
  gauge(name: string, description: string, read: () => readonly Sample[] | Promise<readonly Sample[]>): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  close(): Promise<void>;
}

/** Upper bounds in seconds: the gate adds fractions of a millisecond, stores answer in up to seconds. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [exporter] });
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  const meter = provider.getMeter('vectorgate');
  // Counted here and told when metrics are read: an instrument prints its labels for each request.
  const requests = new LabelledCount<'connection' | 'effect' | 'code'>();
  const operations = new LabelledCount<'connection' | 'class' | 'effect'>();
  meter
    .createObservableCounter('vectorgate_requests', {
      description: 'Requests on the data plane by connection, effect and refusal code.',
    })
    .addCallback((result) => requests.tell(result));
  meter
    .createObservableCounter('vectorgate_operations', {
      description: 'Requests by the class of operation they hold; one with two classes counts in both.',
    })
    .addCallback((result) => operations.tell(result));
  const duration = meter.createHistogram('vectorgate_request_duration_seconds', {
    description: 'Time from a request read to its answer ready, the store included.',
    advice: { explicitBucketBoundaries: buckets },
  });
  return {
    observe: ({ connection, classes, effect, code, milliseconds }) => {
      requests.add({ connection, effect, code: code ?? 'none' });
      for (const name of classes) operations.add({ connection, class: name, effect });
      duration.record(milliseconds / 1000, { connection, effect });
    },
    gauge: (name, description, read) => {
      meter.createObservableGauge(name, { description }).addCallback(async (result) => {
        for (const { value, labels } of await read()) result.observe(value, labels);
      });
    },
    text: async () => serializer.serialize((await exporter.collect()).resourceMetrics),
    close: () => provider.shutdown(),
  };
}

import { type Attributes, type HrTime, SeverityNumber } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { Scope } from '@vectorgate/policy-schema';
import type { RecordHeader } from '../record.ts';
import type { FollowedRecord } from './log-follower.ts';

/** Its identity is what exporters group by. */
const scope = { name: 'vectorgate.records', version: '1' };

/**
 * A record as OpenTelemetry's log record (https://opentelemetry.io/docs/specs/otel/logs/data-model/). The body is the
 * record's header, byte for byte what its leaf hash covers; the attributes are its facts under names that collectors can
 * ask for: OpenTelemetry's own where it has one, else `vectorgate.…`. No part of a record is in it, so no value is.
 */
export function logRecordOf(
  { header, text, sequence }: FollowedRecord,
  resource: Resource,
): ReadableLogRecord {
  const time = hrTime(Date.parse(header.time));
  const severity = severityOf(header);
  return {
    hrTime: time,
    hrTimeObserved: time,
    severityNumber: severity,
    severityText: SeverityNumber[severity],
    eventName: eventOf(header),
    body: text,
    attributes: { ...attributesOf(header), 'vectorgate.record.sequence': sequence },
    droppedAttributesCount: 0,
    resource,
    instrumentationScope: scope,
  };
}

const hrTime = (milliseconds: number): HrTime => [
  Math.floor(milliseconds / 1000),
  (milliseconds % 1000) * 1_000_000,
];

function eventOf({ evidence, reviewed, note, policy }: RecordHeader): string {
  if (evidence !== undefined) return 'vectorgate.evidence';
  if (reviewed !== undefined) return 'vectorgate.review';
  if (policy !== undefined) return 'vectorgate.policy';
  return note === undefined ? 'vectorgate.decision' : 'vectorgate.note';
}

function severityOf({ decision, outcome }: RecordHeader): SeverityNumber {
  if (outcome === 'failed' || outcome === 'unknown') return SeverityNumber.ERROR;
  return decision.effect === 'allow' ? SeverityNumber.INFO : SeverityNumber.WARN;
}

/** What is absent in the header is absent in the attributes. */
function attributesOf(header: RecordHeader): Attributes {
  const { who, client, decision, operations, policy, sizes } = header;
  const targets = operations.flatMap((operation) => operation.targets);
  const names = operations.map(({ name }) => name);
  const collections = named(targets.map(({ collection }) => collection));
  const all: Record<string, Attributes[string] | undefined> = {
    'vectorgate.record.id': header.id,
    'vectorgate.record.kind': header.kind,
    'session.id': header.session,
    'user.id': `${who.issuer}:${who.subject}`,
    'user.full_name': who.name,
    'user.roles': who.groups,
    'vectorgate.user.kind': who.kind,
    'client.address': client.address,
    'user_agent.original': client.agent,
    'vectorgate.client.session': client.session,
    'db.system.name': header.store,
    'db.operation.name': one(names),
    'db.collection.name': one(collections),
    'vectorgate.connection': header.connection,
    'vectorgate.operations': distinct(names),
    'vectorgate.classes': distinct(operations.flatMap(({ classes }) => classes)),
    'vectorgate.collections': collections,
    'vectorgate.tenants': named(targets.map(({ tenant }) => tenant)),
    'vectorgate.databases': named(targets.map(({ database }) => database)),
    'vectorgate.effect': decision.effect,
    'vectorgate.code': decision.code,
    'vectorgate.rules': distinct(decision.rules.map(({ policy, rule }) => `${policy}/${rule}`)),
    'vectorgate.policy.digest': decision.revision.digest,
    'vectorgate.policy.event': policy?.event,
    'vectorgate.policy.revision': policy?.revision,
    'vectorgate.policy.source': policy?.source,
    'vectorgate.policy.author': policy?.author,
    'vectorgate.policy.to': policy?.to,
    'vectorgate.policy.key': policy?.key,
    'vectorgate.policy.widens': policy?.widens,
    'vectorgate.mode': decision.mode,
    'vectorgate.masked': distinct(header.masked.map(({ field, method }) => `${field} ${method}`)),
    'vectorgate.outcome': header.outcome,
    'vectorgate.duration': header.milliseconds === undefined ? undefined : header.milliseconds / 1000,
    'http.response.status_code': header.status,
    'vectorgate.request.size': sizes.request,
    'vectorgate.response.size': sizes.response,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Attributes;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

const one = (values: readonly string[]): string | undefined => {
  const different = distinct(values);
  return different.length === 1 ? different[0] : undefined;
};

const named = (scopes: readonly Scope[]): string[] =>
  distinct(scopes.flatMap((name) => (name.is === 'one' ? [name.name] : [])));

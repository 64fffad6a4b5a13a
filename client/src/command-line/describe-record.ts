import { printable } from '@vectorgate/policy-schema/printable';
import { isRecord, records, text, texts } from '../api/read-json.ts';

type Json = Readonly<Record<string, unknown>>;

/** The record's effect as a sign and a word: never by colour alone. */
export function effectOf(record: Json): string {
  const decision = isRecord(record.decision) ? record.decision : {};
  if (record.outcome === 'unknown') return '? outcome unknown';
  if (decision.mode === 'monitor') return '◌ monitored';
  if (decision.effect === 'require-approval') return '⏳ needs approval';
  if (decision.effect === 'deny' || record.outcome === 'refused') return '⊘ refused';
  if (record.outcome === 'failed') return '✗ failed';
  return records(record.masked).length > 0 ? '▒ masked' : '✓ allowed';
}

/** The narrowest part of a target that is named: its collection, else its database or tenant. */
function nameOf(target: Json): string {
  for (const part of ['collection', 'namespace', 'database', 'tenant']) {
    const scope = target[part];
    if (isRecord(scope) && scope.is === 'one') return text(scope.name);
  }
  return '';
}

/** What was asked: `query customer-cases, top 10`. */
export function askedOf(record: Json): string {
  const said = records(record.operations).map((operation) => {
    const names = new Set(records(operation.targets).map(nameOf).filter(Boolean));
    const numbers = [
      typeof operation.topK === 'number' ? `top ${operation.topK}` : '',
      typeof operation.page === 'number' ? `page ${operation.page}` : '',
    ].filter(Boolean);
    return [[text(operation.name), ...names].join(' '), ...numbers].join(', ');
  });
  return printable(said.join('; '));
}

/** What was changed or hidden, or why it was refused. */
export function becauseOf(record: Json): string {
  const decision = isRecord(record.decision) ? record.decision : {};
  const masked = records(record.masked).map((mask) => {
    const found = texts(mask.found);
    return `${text(mask.field).replace(/^\$/, '')} ${text(mask.method)}${found.length > 0 ? ` (${found.join(', ')})` : ''}`;
  });
  const whole = records(record.unmasked).map((left) => `${text(left.field).replace(/^\$/, '')} whole`);
  const code = text(decision.code);
  const rules = records(decision.rules).map((rule) => text(rule.rule));
  const reviewed = isRecord(record.reviewed) ? record.reviewed : {};
  const looked = text(reviewed.record) || text(reviewed.session);
  const note = isRecord(record.note) ? record.note : undefined;
  return printable(
    [
      ...(note ? [`beside ${text(note.record) ? `record ${text(note.record)}` : 'the session'}`] : []),
      ...(looked ? [`${text(reviewed.of)} ${looked}`] : []),
      ...(code ? [[code, ...(rules.length > 0 ? [`(${rules.join(', ')})`] : [])].join(' ')] : []),
      ...texts(record.changes),
      ...whole,
      ...masked,
    ].join(', '),
  );
}

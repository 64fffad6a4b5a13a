import { isObject } from '../records/is-object.ts';
import type { RecordHeader } from '../records/record-header.ts';

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNone = (value: unknown): boolean => value === undefined || isText(value);
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isNumberOrNone = (value: unknown): boolean => value === undefined || isNumber(value);
const all = (value: unknown, holds: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(holds);
const isTextsOrNone = (value: unknown): boolean => value === undefined || all(value, isText);

const isScope = (value: unknown): boolean => isObject(value) && isText(value.is) && isTextOrNone(value.name);
const isTarget = (value: unknown): boolean =>
  isObject(value) &&
  ['tenant', 'database', 'namespace', 'collection'].every(
    (part) => value[part] === undefined || isScope(value[part]),
  );
const isOperation = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.name) &&
  all(value.classes, isText) &&
  all(value.targets, isTarget) &&
  [value.topK, value.page, value.records].every(isNumberOrNone) &&
  [value.fieldsFiltered, value.fieldsRequired].every(isTextsOrNone);
const isRule = (value: unknown): boolean => isObject(value) && isText(value.policy) && isText(value.rule);
const isDecision = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.effect) &&
  isText(value.mode) &&
  isTextOrNone(value.code) &&
  all(value.rules, isRule) &&
  isObject(value.revision) &&
  isText(value.revision.digest) &&
  isTextOrNone(value.revision.commit);
const isField = (value: unknown): boolean =>
  isObject(value) && isText(value.field) && isTextsOrNone(value.found) && isTextsOrNone(value.sought);
const isMask = (value: unknown): boolean =>
  isField(value) && isObject(value) && isText(value.method) && isNumber(value.count);
const isLeftWhole = (value: unknown): boolean =>
  isField(value) && isObject(value) && isNumberOrNone(value.count);

/**
 * Whether a value is a header that can be shown. One out of a file that was changed may be anything: what is none of these
 * is told as a step that cannot be shown, and breaks no view.
 */
export function isRecordHeader(value: unknown): value is RecordHeader {
  if (!isObject(value)) return false;
  const { who, client, sizes, status, milliseconds } = value;
  return (
    [value.id, value.kind, value.session, value.time, value.connection, value.store].every(isText) &&
    !Number.isNaN(Date.parse(String(value.time))) &&
    isObject(who) &&
    [who.issuer, who.subject].every(isText) &&
    isTextOrNone(who.name) &&
    all(who.groups, isText) &&
    isObject(client) &&
    [client.agent, client.session].every(isTextOrNone) &&
    all(value.operations, isOperation) &&
    isDecision(value.decision) &&
    all(value.masked, isMask) &&
    (value.unmasked === undefined || all(value.unmasked, isLeftWhole)) &&
    all(value.changes, isText) &&
    isTextOrNone(value.outcome) &&
    [status, milliseconds].every(isNumberOrNone) &&
    isObject(sizes) &&
    [sizes.request, sizes.response].every(isNumber) &&
    all(value.parts, (part) => isObject(part) && isText(part.name))
  );
}

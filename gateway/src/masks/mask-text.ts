import type { JsonString } from '../json/json-node.ts';
import { insideJson, jsonText } from '../json/json-text.ts';
import { type Found, findInField, type Wanted } from './find-in-field.ts';
import { hashText } from './hash-text.ts';
import { findingMark, redactedMark } from './marks.ts';
import type { MaskKeys } from './mask-keys.ts';
import type { MaskLedger } from './mask-ledger.ts';
import type { MaskPlan } from './mask-plan.ts';
import type { FieldMask } from './mask-value.ts';
import { partialText } from './partial-text.ts';
import { tokenText } from './token-text.ts';
import { unescapeText } from './unescaped-text.ts';

/** What stands for a piece of text that was found. */
function substitute(text: () => string, { detector, way, encoded }: Found, keys: MaskKeys): string {
  switch (way.method) {
    case 'partial':
      return encoded === true
        ? findingMark(detector)
        : partialText(text(), way.keepFirst ?? 0, way.keepLast ?? 0);
    case 'hash':
      return hashText(text(), keys.hash);
    case 'tokenize':
      return tokenText(text(), keys.token);
    case 'nullify':
    case 'drop':
      return '';
    default:
      return findingMark(detector);
  }
}

/**
 * Hides what detectors and patterns find inside one JSON string; nothing else of the string is touched. A string that
 * cannot be looked through within its bounds is hidden whole.
 */
export function maskText(json: Buffer, node: JsonString, of: FieldMask, wanted: Wanted): void {
  const { plan, splices, ledger, field } = of;
  const escaped = node.escaped ? unescapeText(json, node.start, node.end) : undefined;
  const bytes = escaped?.bytes ?? json;
  const findings =
    escaped === undefined
      ? findInField(json, node.start + 1, node.end - 1, wanted, plan.budget)
      : findInField(bytes, 0, bytes.length, wanted, plan.budget);
  if (findings === undefined) {
    splices.replaceNode(node, jsonText(redactedMark));
    ledger.addUnread(field, 'redact', wanted.detectors.keys());
    return;
  }
  for (const finding of findings) {
    const { start, end, detector, way } = finding;
    const text = (): string => bytes.toString('utf8', start, end);
    splices.replace(
      escaped?.origin(start) ?? start,
      escaped?.origin(end) ?? end,
      insideJson(substitute(text, finding, plan.keys)),
    );
    ledger.add(field, way.method, 1, detector);
  }
}

/**
 * Hides what any mask of a plan looks for in a text that is no JSON string, by marks. Undefined: it cannot be looked
 * through within its bounds.
 */
export function maskPlainText(
  text: string,
  plan: MaskPlan,
  ledger: MaskLedger,
  field: string,
): string | undefined {
  const bytes = Buffer.from(text);
  const findings = findInField(bytes, 0, bytes.length, plan.wanted, plan.budget);
  if (findings === undefined) return undefined;
  let result = '';
  let at = 0;
  for (const { start, end, detector } of findings) {
    result += bytes.toString('utf8', at, start) + findingMark(detector);
    at = end;
    ledger.add(field, 'redact', 1, detector);
  }
  return at === 0 ? text : result + bytes.toString('utf8', at);
}

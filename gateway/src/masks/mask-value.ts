import type { JoinedMask, MaskWay } from '@vectorgate/policy-schema';
import type { JsonNode, JsonObject, JsonString } from '../json/json-node.ts';
import { jsonText } from '../json/json-text.ts';
import type { Splices } from '../json/splices.ts';
import { stringText } from '../json/string-text.ts';
import { findInField, findInNumberField, type Wanted } from './find-in-field.ts';
import { hashText } from './hash-text.ts';
import { redactedMark } from './marks.ts';
import type { MaskLedger } from './mask-ledger.ts';
import type { MaskPlan } from './mask-plan.ts';
import { maskText } from './mask-text.ts';
import { partialText } from './partial-text.ts';
import { tokenText } from './token-text.ts';

/** What one field's values are masked with, and where it is written down. */
export interface FieldMask {
  readonly field: string;
  readonly mask: JoinedMask;
  /** The answer's plan: its keys, and what patterns may cost. */
  readonly plan: MaskPlan;
  readonly splices: Splices;
  readonly ledger: MaskLedger;
}

/**
 * Masks one value of a field, whatever its type. `drop` is the caller's: it knows what a missing value looks like
 * in its answer; here it hides as `nullify` does. A method unfit for the value's type becomes `nullify`.
 */
export function maskValue(json: Buffer, node: JsonNode, of: FieldMask): void {
  const { whole, detectors, patterns } = of.mask;
  if (whole !== undefined) hideWhole(json, node, of, whole);
  else if (detectors !== undefined) hideFound(json, node, of, { detectors, ...(patterns && { patterns }) });
}

function hideWhole(json: Buffer, node: JsonNode, of: FieldMask, whole: MaskWay): void {
  if (node.kind === 'null') return;
  const put = (method: string, text: string | undefined): void => {
    of.splices.replaceNode(node, text === undefined ? 'null' : jsonText(text));
    of.ledger.add(of.field, method, 1);
  };
  if (node.kind === 'string') {
    put(whole.method, hiddenText(json, node, whole, of.plan));
    return;
  }
  if (node.kind === 'array' && node.items.length > 0 && node.items.every((item) => item.kind === 'string')) {
    if (whole.method === 'redact') {
      // Not one mark for each text: how many there are is part of the value.
      of.splices.replaceNode(node, `["${redactedMark}"]`);
      of.ledger.add(of.field, 'redact', 1);
      return;
    }
    if (whole.method === 'partial' || whole.method === 'hash' || whole.method === 'tokenize') {
      for (const item of node.items) hideWhole(json, item, of, whole);
      return;
    }
  }
  put(whole.method === 'drop' ? 'drop' : 'nullify', undefined);
}

function hideFound(json: Buffer, node: JsonNode, of: FieldMask, wanted: Wanted): void {
  switch (node.kind) {
    case 'string':
      maskText(json, node, of, wanted);
      return;
    case 'array':
      for (const item of node.items) hideFound(json, item, of, wanted);
      return;
    case 'object': {
      const inKeys = foundInKeys(node, of, wanted);
      if (inKeys === undefined || inKeys.size > 0) {
        empty(node, of, inKeys, wanted);
        return;
      }
      // Numbers of an object are those of a sparse vector, which no detector reads; its tokens are text.
      for (const { value } of node.members.list) {
        if (value.kind !== 'number' && value.kind !== 'numbers') hideFound(json, value, of, wanted);
      }
      return;
    }
    case 'number':
    case 'numbers': {
      // A card or telephone number may be stored as a number: no mark fits there, so it is emptied.
      const found = findInNumberField(json, node.start, node.end, wanted, of.plan.budget);
      if (found === undefined || found.size > 0) empty(node, of, found, wanted);
      return;
    }
  }
}

/** Empties a value in which something was found that no mark can stand for, or that cannot be looked through. */
function empty(
  node: JsonNode,
  of: FieldMask,
  found: ReadonlySet<string> | undefined,
  { detectors }: Wanted,
): void {
  of.splices.replaceNode(node, 'null');
  if (found === undefined) {
    of.ledger.addUnread(of.field, 'nullify', detectors.keys());
    return;
  }
  of.ledger.add(of.field, 'nullify', 1);
  for (const detector of found) of.ledger.note(of.field, 'nullify', detector);
}

/** Who found something in the keys of an object inside a field: they are text like its values. */
function foundInKeys(node: JsonObject, of: FieldMask, wanted: Wanted): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const { key } of node.members.list) {
    const bytes = Buffer.from(key);
    const findings = findInField(bytes, 0, bytes.length, wanted, of.plan.budget);
    if (findings === undefined) return undefined;
    for (const { detector } of findings) found.add(detector);
  }
  return found;
}

/** What stands for a whole text; undefined: null does. */
function hiddenText(json: Buffer, node: JsonString, whole: MaskWay, { keys }: MaskPlan): string | undefined {
  switch (whole.method) {
    case 'redact':
      return redactedMark;
    case 'partial':
      return partialText(stringText(json, node), whole.keepFirst ?? 0, whole.keepLast ?? 0);
    case 'hash':
      return hashText(stringText(json, node), keys.hash);
    case 'tokenize':
      return tokenText(stringText(json, node), keys.token);
    default:
      return undefined;
  }
}

import type { JoinedMask, MaskWay } from '@vectorgate/policy-schema';
import type { JsonNode, JsonString } from '../json/json-node.ts';
import type { Splices } from '../json/splices.ts';
import { stringText } from '../json/string-text.ts';
import { findInNumbers } from './detectors/find-in-numbers.ts';
import { hashText } from './hash-text.ts';
import { redactedMark } from './marks.ts';
import type { MaskLedger } from './mask-ledger.ts';
import { maskText } from './mask-text.ts';
import { partialText } from './partial-text.ts';

/** What one field's values are masked with, and where it is written down. */
export interface FieldMask {
  readonly field: string;
  readonly mask: JoinedMask;
  readonly hashKey: Uint8Array;
  readonly splices: Splices;
  readonly ledger: MaskLedger;
}

/**
 * Masks one value of a field, whatever its type. `drop` is the caller's: it knows what a missing value looks like
 * in its answer; here it hides as `nullify` does. A method unfit for the value's type becomes `nullify`.
 */
export function maskValue(json: Buffer, node: JsonNode, of: FieldMask): void {
  const { whole, detectors } = of.mask;
  if (whole !== undefined) hideWhole(json, node, of, whole);
  else if (detectors !== undefined) hideFound(json, node, of, detectors);
}

function hideWhole(json: Buffer, node: JsonNode, of: FieldMask, whole: MaskWay): void {
  if (node.kind === 'null') return;
  const put = (method: string, text: string | undefined): void => {
    of.splices.replaceNode(node, text === undefined ? 'null' : JSON.stringify(text));
    of.ledger.add(of.field, method, 1);
  };
  if (node.kind === 'string') {
    put(whole.method, hiddenText(json, node, whole, of.hashKey));
    return;
  }
  if (node.kind === 'array' && node.items.length > 0 && node.items.every((item) => item.kind === 'string')) {
    if (whole.method === 'redact') {
      // Not one mark for each text: how many there are is part of the value.
      of.splices.replaceNode(node, `["${redactedMark}"]`);
      of.ledger.add(of.field, 'redact', 1);
      return;
    }
    if (whole.method === 'partial' || whole.method === 'hash') {
      for (const item of node.items) hideWhole(json, item, of, whole);
      return;
    }
  }
  put(whole.method === 'drop' ? 'drop' : 'nullify', undefined);
}

function hideFound(
  json: Buffer,
  node: JsonNode,
  of: FieldMask,
  detectors: NonNullable<JoinedMask['detectors']>,
): void {
  switch (node.kind) {
    case 'string':
      maskText(json, node, detectors, of.hashKey, of.field, of.splices, of.ledger);
      return;
    case 'array':
      for (const item of node.items) hideFound(json, item, of, detectors);
      return;
    case 'object':
      // Numbers of an object are those of a sparse vector, which no detector reads; its tokens are text.
      for (const { value } of node.members.values()) {
        if (value.kind !== 'number' && value.kind !== 'numbers') hideFound(json, value, of, detectors);
      }
      return;
    case 'number':
    case 'numbers': {
      // A card or telephone number may be stored as a number: no mark fits there, so it is emptied.
      const found = findInNumbers(json, node.start, node.end, detectors);
      if (found.size === 0) return;
      of.splices.replaceNode(node, 'null');
      of.ledger.add(of.field, 'nullify', 1);
      for (const detector of found) of.ledger.note(of.field, 'nullify', detector);
      return;
    }
  }
}

/** What stands for a whole text; undefined: null does. */
function hiddenText(json: Buffer, node: JsonString, whole: MaskWay, hashKey: Uint8Array): string | undefined {
  switch (whole.method) {
    case 'redact':
      return redactedMark;
    case 'partial':
      return partialText(stringText(json, node), whole.keepFirst ?? 0, whole.keepLast ?? 0);
    case 'hash':
      return hashText(stringText(json, node), hashKey);
    default:
      return undefined;
  }
}

import type { JoinedMask } from '@vectorgate/policy-schema';
import type { JsonNode, JsonObject } from '../json/json-node.ts';
import type { Splices } from '../json/splices.ts';
import type { MaskLedger } from '../masks/mask-ledger.ts';
import type { MaskPlan } from '../masks/mask-plan.ts';
import { maskValue } from '../masks/mask-value.ts';

/** Where the fields of one record lie, and what binds them. */
export interface MaskedMembers {
  readonly json: Buffer;
  readonly plan: MaskPlan;
  readonly splices: Splices;
  readonly ledger: MaskLedger;
  /** The mask of a member that is more than a field of its name: a sparse vector, the document. `field`: its path. */
  readonly special?: (key: string, value: JsonNode, field: string) => JoinedMask | undefined;
}

/**
 * Masks the fields that are stored beside a vector, each by its path: nested objects, and objects in lists, are looked
 * through. What begins like a reserved name of policy's is not delivered: no field of a store is called so.
 */
export function maskMembers(object: JsonObject, of: MaskedMembers, prefix = ''): void {
  const { json, plan, splices, ledger, special } = of;
  const dropped = new Set<string>();
  for (const { key, value } of object.members.list) {
    const field = prefix + key;
    if (key.startsWith('$')) {
      dropped.add(key);
      continue;
    }
    const mask = special?.(key, value, field) ?? plan.of(field);
    if (mask === undefined) {
      maskWithin(value, of, `${field}.`);
      continue;
    }
    const hidden = plan.hiddenName(field, mask) ?? (mask.whole?.method === 'drop' ? field : undefined);
    if (hidden !== undefined) {
      dropped.add(key);
      ledger.add(hidden, 'drop', 1);
      continue;
    }
    maskValue(json, value, { field, mask, plan, splices, ledger });
  }
  if (dropped.size > 0) splices.removeMembers(object, (key) => dropped.has(key));
}

function maskWithin(value: JsonNode, of: MaskedMembers, prefix: string): void {
  if (value.kind === 'object') maskMembers(value, of, prefix);
  else if (value.kind === 'array') for (const item of value.items) maskWithin(item, of, prefix);
}

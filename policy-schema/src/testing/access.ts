import type { Obligations, RequestDecision } from '../decide/decision.ts';
import { type JoinedMask, joinMasks, type MaskWay } from '../decide/join-masks.ts';
import { satisfies } from '../decide/required-filter.ts';

const collections = ['a', 'b', 'ab', 'c'];
const fields = ['email', 'name', 'address', 'address.city', '$document', '$vector', 'other'];
const records = ['A', 'B', 'C'].flatMap((tenant) => [3, 4].map((level) => ({ tenant, level })));

/** How much a way of masking shows, from all to nothing. */
const shown = ({ method }: MaskWay): number =>
  ({ partial: 2, hash: 2, tokenize: 2, redact: 1, nullify: 0, drop: 0 })[method];
const openness = (mask: JoinedMask | undefined): number =>
  mask === undefined ? 4 : mask.whole === undefined ? 3 : shown(mask.whole);

const withinOne = (less: Obligations, more: Obligations): boolean =>
  records.every((record) =>
    less.filter === undefined
      ? more.filter === undefined || satisfies(more.filter, record, false)
      : !satisfies(less.filter, record, false) ||
        more.filter === undefined ||
        satisfies(more.filter, record, false),
  ) &&
  (less.topK ?? Infinity) <= (more.topK ?? Infinity) &&
  fields.every((field) => openness(joinMasks(less.masks, field)) <= openness(joinMasks(more.masks, field))) &&
  more.rates.every((rate) => less.rates.some(({ rule }) => rule.rule === rate.rule.rule)) &&
  collections.every(
    (name) => !(less.visible?.('t', 'd', name) ?? true) || (more.visible?.('t', 'd', name) ?? true),
  );

const rank = { deny: 0, 'require-approval': 1, allow: 2 } as const;

/** Whether everything that one decision gives, the other gives too. */
export function isWithin(less: RequestDecision, more: RequestDecision): boolean {
  if (rank[less.effect] !== rank[more.effect]) return rank[less.effect] < rank[more.effect];
  if (less.effect !== 'allow') return true;
  return less.operations.every(({ obligations }, i) =>
    withinOne(obligations, more.operations[i]!.obligations),
  );
}

import { classGroups, type MaskObligation, type Operation } from '@vectorgate/policy-schema';
import { MaskLedger } from '../masks/mask-ledger.ts';
import { askedFor } from './asked-for.ts';
import { Refusal } from './refusal.ts';
import type { MaskTally, StoreProtocol } from './store-protocol.ts';

/** A field that was delivered as it is, and that policies mask for others. */
export interface LeftWhole {
  /** `*`: any, where all were asked for and all are masked. */
  readonly field: string;
  /** What detectors would have found in it, where a mask looks inside of text. */
  readonly found?: readonly string[];
  /** Absent where this kind of answer is not looked through: the field was asked for, and may have been in it. */
  readonly count?: number;
}

/** An answer on its way out, after its own masks. */
export interface WholeAnswer {
  readonly operations: readonly Operation[];
  readonly status: number;
  /** As it is recorded. */
  readonly body: Uint8Array;
  readonly masked: readonly MaskTally[];
  /** Its own masks. */
  readonly owed: readonly MaskObligation[];
}

const reads: ReadonlySet<string> = new Set(classGroups.read);
/** Bytes of an answer that are looked through. Nobody waits for what somebody else's large answers may have held. */
const most = 1 << 20;

/**
 * What of an answer its caller got whole although policies mask it for others: by these masks, which did not bind. By
 * their names and by what detectors find, never by a value.
 */
export function leftWhole(
  others: readonly MaskObligation[],
  { operations, status, body, masked, owed }: WholeAnswer,
  protocol: Pick<StoreProtocol<never, never>, 'remask'>,
): readonly LeftWhole[] {
  const asked = operations.filter(({ classes }) => classes.some((name) => reads.has(name)));
  if (others.length === 0 || asked.length === 0 || status < 200 || status > 299) return [];
  const known = body.length > most ? undefined : lookThrough(others, asked, status, body, protocol);
  const found = known ?? askedFor(others, owed, asked);
  return found.flatMap((field) => besideMasked(field, masked));
}

/** Undefined where answers of this kind are not looked through. */
function lookThrough(
  others: readonly MaskObligation[],
  asked: readonly Operation[],
  status: number,
  body: Uint8Array,
  protocol: Pick<StoreProtocol<never, never>, 'remask'>,
): readonly LeftWhole[] | undefined {
  const all = others.map(redacting);
  const finding = all.filter(({ detectors }) => detectors !== undefined);
  const tallies: MaskTally[] = [];
  // What detectors find is asked for by itself too: of a field that another mask hides whole, all together tell nothing.
  for (const masks of finding.length === 0 || finding.length === all.length ? [all] : [all, finding]) {
    const ledger = new MaskLedger();
    try {
      if (protocol.remask(asked, status, body, masks, ledger) === undefined) return undefined;
    } catch (error) {
      // What nothing binds is delivered however it looks.
      if (error instanceof Refusal) return undefined;
      throw error;
    }
    tallies.push(...ledger.tallies());
  }
  return joined(tallies);
}

/** Made once for each mask, by which plans know them again. */
const redacted = new WeakMap<MaskObligation, MaskObligation>();

/** A mask that finds the same. By its way, another of the same detector would take the whole field together with it. */
function redacting(mask: MaskObligation): MaskObligation {
  if (mask.detectors === undefined) return mask;
  let same = redacted.get(mask);
  if (same === undefined) {
    const { keepFirst: _first, keepLast: _last, ...rest } = mask;
    same = { ...rest, method: 'redact' };
    redacted.set(mask, same);
  }
  return same;
}

/** One entry for each field: by which of the ways it would have been masked does not matter. */
function joined(tallies: readonly MaskTally[]): readonly LeftWhole[] {
  const fields = new Map<string, { found: Set<string>; count: number }>();
  for (const { field, found = [], sought = [], count } of tallies) {
    const before = fields.get(field) ?? { found: new Set<string>(), count: 0 };
    // What could not be looked through may have held it, and left as it is.
    for (const name of [...found, ...sought]) before.found.add(name);
    fields.set(field, { ...before, count: Math.max(before.count, count) });
  }
  return [...fields].map(([field, { found, count }]) => ({
    count,
    field,
    ...(found.size > 0 && { found: [...found].sort() }),
  }));
}

/**
 * What its own masks did to a field is not whole; of what they found inside, the rest may be, and where they hid a text that
 * could not be looked through, the others may be.
 */
function besideMasked(field: LeftWhole, masked: readonly MaskTally[]): readonly LeftWhole[] {
  const own = masked.filter((one) => one.field === field.field);
  if (own.length === 0) return [field];
  if (
    field.found === undefined ||
    own.some(({ found, sought }) => found === undefined && sought === undefined)
  )
    return [];
  const hidden = new Set(own.flatMap(({ found }) => found ?? []));
  const found = field.found.filter((name) => !hidden.has(name));
  return found.length === 0 ? [] : [{ ...field, found }];
}

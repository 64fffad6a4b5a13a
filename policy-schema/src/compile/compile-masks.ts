import type { MaskObligation, RuleReference } from '../decide/decision.ts';
import { detectorNames, type MaskEntry } from '../schema/mask-schema.ts';
import { checkFieldPath } from './check-field-path.ts';
import { closestWord } from './closest-word.ts';
import type { CompileContext } from './compile-context.ts';
import type { Path } from './policy-source.ts';

const unreadable = /^\$(vector(\..*)?|score|id)$/;

/** Compiles the `mask` list of a guard; reports what could not be done as written. */
export function compileMasks(
  context: CompileContext,
  entries: readonly MaskEntry[],
  rule: RuleReference,
  path: Path,
): MaskObligation[] {
  return entries.map((entry, i) => {
    const at = [...path, i];
    checkEntry(context, entry, at);
    const patterns = (entry.detectors ?? []).flatMap((name) => context.patterns.get(name) ?? []);
    return Object.freeze({
      fields:
        entry.fields === 'all' ? { all: true as const, except: entry.except ?? [] } : { paths: entry.fields },
      method: entry.method,
      ...(entry.keepFirst !== undefined && { keepFirst: entry.keepFirst }),
      ...(entry.keepLast !== undefined && { keepLast: entry.keepLast }),
      ...(entry.detectors !== undefined && { detectors: entry.detectors }),
      ...(patterns.length > 0 && { patterns }),
      filterable: entry.filterable ?? false,
      rule,
    });
  });
}

function checkEntry(context: CompileContext, entry: MaskEntry, at: Path): void {
  const { source, unsupported } = context;
  const { method } = entry;
  if (unsupported.includes(method)) {
    source.atPath(
      [...at, 'method'],
      'mask-method-unsupported',
      `This gateway has no method ${method}.`,
      `Use ${unsupported.includes('hash') ? '' : 'hash, or '}redact.`,
    );
  }
  if (entry.fields !== 'all') {
    for (const [i, field] of entry.fields.entries()) {
      checkFieldPath(context, field, [...at, 'fields', i]);
      if (entry.detectors === undefined || !unreadable.test(field)) continue;
      const message = `Detectors look into text, and ${field} is none.`;
      source.atPath(
        [...at, 'fields', i],
        'mask-detectors-not-text',
        message,
        'Give it an entry of its own without detectors.',
      );
    }
    if (entry.except !== undefined) {
      source.atKey(
        [...at, 'except'],
        'mask-except-without-all',
        'except goes with fields: all.',
        'List only the fields to mask.',
      );
    }
  }
  for (const [i, field] of (entry.except ?? []).entries())
    checkFieldPath(context, field, [...at, 'except', i]);
  for (const [i, name] of (entry.detectors ?? []).entries())
    checkDetector(context, name, [...at, 'detectors', i]);
  const keeps = entry.keepFirst ?? entry.keepLast;
  if (method === 'partial' && keeps === undefined) {
    source.atPath(
      [...at, 'method'],
      'mask-partial-keeps-nothing',
      'partial says nothing to keep.',
      'Add keepFirst or keepLast, or use redact.',
    );
  }
  if (method !== 'partial' && keeps !== undefined) {
    const key = entry.keepFirst === undefined ? 'keepLast' : 'keepFirst';
    source.atKey(
      [...at, key],
      'mask-keep-without-partial',
      `${key} goes with method partial.`,
      'Use method: partial, or remove it.',
    );
  }
  if (entry.detectors !== undefined && (method === 'nullify' || method === 'drop')) {
    const message = `${method} is for whole fields; what detectors find is a part of one.`;
    source.atPath(
      [...at, 'method'],
      'mask-detectors-whole',
      message,
      'Use redact, partial, hash or tokenize, or remove detectors.',
    );
  }
}

function checkDetector({ source, patterns }: CompileContext, name: string, at: Path): void {
  if ((detectorNames as readonly string[]).includes(name) || patterns.has(name)) return;
  const known = [...detectorNames, ...patterns.keys()];
  const closest = closestWord(name, known);
  source.atPath(
    at,
    'unknown-detector',
    `${name} is no detector, and no pattern of these policies has that name.`,
    closest === undefined
      ? 'Add it to spec.patterns. If it stands in another file, check the files together.'
      : {
          text: `Did you mean ${closest}? If it is a pattern of another file, check the files together.`,
          replacement: closest,
        },
  );
}

import { canonicalText } from '../log/is-canonical.ts';

/** Ways to mask that leave a mark in an answer. */
const leaving = ['redact', 'partial', 'hash', 'tokenize'] as const;

/** What left marks in a part that was masked again: in which field, in which way, and of which classes they are. */
export interface ArchivedMask {
  readonly field: string;
  readonly method: (typeof leaving)[number];
  /** What detectors found there; absent where the field was hidden whole. */
  readonly found?: readonly string[];
  /** What was to be looked for in texts that could not be looked through, and were hidden whole. */
  readonly sought?: readonly string[];
}

/** What was masked, as records and the API have it. */
export interface MaskedField {
  readonly field: string;
  readonly method: string;
  readonly found?: readonly string[];
  readonly sought?: readonly string[];
}

const isLeaving = (method: unknown): method is ArchivedMask['method'] =>
  leaving.some((one) => one === method);
const ordered = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/**
 * The list of what left marks, as an archive holds it: canonical JSON, in an order of its own, each once. What was dropped or
 * became null left no mark, and how often something was found is not in it: the part does not tell that either.
 */
export function writeMasks(masked: readonly MaskedField[]): string {
  const texts = masked.flatMap(({ field, method, found, sought }) =>
    isLeaving(method)
      ? [
          canonicalText({
            field,
            method,
            ...(found && { found: ordered(found) }),
            ...(sought && { sought: ordered(sought) }),
          }),
        ]
      : [],
  );
  return `[${ordered(texts).join(',')}]`;
}

/** Reads such a list; undefined for a text that is none. */
export function readMasks(text: string): readonly ArchivedMask[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isMask) && writeMasks(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

const isNames = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((one) => typeof one === 'string'));

const isMask = (value: unknown): value is ArchivedMask =>
  typeof value === 'object' &&
  value !== null &&
  'field' in value &&
  typeof value.field === 'string' &&
  'method' in value &&
  isLeaving(value.method) &&
  (!('found' in value) || isNames(value.found)) &&
  (!('sought' in value) || isNames(value.sought));

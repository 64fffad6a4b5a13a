import type { MaskMethod } from '../../decide/decision.ts';
import { PolicyError } from '../../errors/policy-error.ts';
import { canonicalText } from '../log/is-canonical.ts';
import { counted } from '../verify/counted.ts';

/** Whether what is masked so leaves a mark in an answer. */
const leaves = {
  redact: true,
  partial: true,
  hash: true,
  tokenize: true,
  nullify: false,
  drop: false,
} as const satisfies Readonly<Record<MaskMethod, boolean>>;

type LeavingMethod = {
  [Method in MaskMethod]: (typeof leaves)[Method] extends true ? Method : never;
}[MaskMethod];

/** Characters (UTF-16 code units) of a list at the most: thousands of fields. Whoever reads an archive goes through it for each mark. */
export const mostListCharacters = 256 * 1024;

/**
 * What was masked in a part that was masked again, for whoever asked and for whoever exported, in a way that leaves marks: in which
 * field, in which way, and of which classes they are. Of two that met in one place the one may have hidden the mark of the other.
 */
export interface ArchivedMask {
  readonly field: string;
  readonly method: LeavingMethod;
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

const isMethod = (method: unknown): method is MaskMethod =>
  typeof method === 'string' && Object.hasOwn(leaves, method);
const isLeaving = (method: unknown): method is LeavingMethod => isMethod(method) && leaves[method];
const ordered = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/**
 * The list of what left marks, as an archive holds it: canonical JSON, in an order of its own, each once. What was dropped or
 * became null left no mark, and how often something was found is not in it: the part does not tell that either. Throws
 * `PolicyError` code `mask-method` for a way to mask of which it does not know whether it leaves a mark.
 */
export function writeMasks(masked: readonly MaskedField[]): string {
  const texts = masked.flatMap(({ field, method, found, sought }) => {
    if (!isMethod(method))
      throw new PolicyError('mask-method', `Whether masking by “${method}” leaves a mark is not known.`);
    if (!isLeaving(method)) return [];
    const classes = { ...(found && { found: ordered(found) }), ...(sought && { sought: ordered(sought) }) };
    return [canonicalText({ field, method, ...classes })];
  });
  return `[${ordered(texts).join(',')}]`;
}

/** Reads such a list; of a text that is none, what is wrong with it. */
export function readMasks(text: string): readonly ArchivedMask[] | string {
  if (text.length > mostListCharacters)
    return `it has ${counted(text.length, 'character')}, and ${counted(mostListCharacters, 'character')} are the most`;
  const noList = 'it is no such list';
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isMask) && writeMasks(value) === text ? value : noList;
  } catch {
    return noList;
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

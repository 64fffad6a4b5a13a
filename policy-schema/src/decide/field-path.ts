import type { MaskObligation } from './decision.ts';

const beyondAscii = /[\u0080-\uffff]/;

/** Whether `path` is `above` or lies below it: `address.city` lies below `address`. */
const isWithin = (path: string, above: string): boolean =>
  path === above || (path.length > above.length && path.startsWith(above) && path[above.length] === '.');

/**
 * The same for the fields that a mask names: one name spelled in two ways (`é` as one character or as two) is one
 * field. That only widens a mask, so what it leaves alone is compared as written.
 */
const isMasked = (path: string, masked: string): boolean =>
  isWithin(path, masked) ||
  ((beyondAscii.test(path) || beyondAscii.test(masked)) &&
    isWithin(path.normalize('NFC'), masked.normalize('NFC')));

/** What `fields: all` leaves alone unless it is named: without ids and scores no client can read an answer. */
const beyondAll = (path: string): boolean => path === '$id' || path === '$score';

/**
 * Whether a mask hides the field at a path: the path itself is named, or something above it. A value that has
 * fields of its own is to be asked about field by field.
 */
export function matchesFieldPath(fields: MaskObligation['fields'], path: string): boolean {
  if ('paths' in fields) {
    for (const masked of fields.paths) if (isMasked(path, masked)) return true;
    return false;
  }
  return !beyondAll(path) && !fields.except.some((except) => isWithin(path, except));
}

/** Whether using the field at a path tells something about what the mask hides: parents count too (point 8). */
export function touchesFieldPath(fields: MaskObligation['fields'], path: string): boolean {
  if (matchesFieldPath(fields, path)) return true;
  return 'paths' in fields && fields.paths.some((masked) => isMasked(masked, path));
}

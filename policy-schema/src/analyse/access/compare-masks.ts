import type { MaskObligation } from '../../decide/decision.ts';
import { touchesFieldPath } from '../../decide/field-path.ts';
import { type JoinedMask, joinMasks, type MaskWay } from '../../decide/join-masks.ts';
import type { Change, ChangeKind } from '../diff/change.ts';
import { maskText } from './mask-text.ts';

/** Stands for every field that no mask names. */
const unnamedField = '\u0000other';
const reserved = ['$id', '$score', '$document', '$uri', '$vector'];

/**
 * Fields that masks can tell apart: what is named, whatever spelling, what lies above it, the reserved ones, and one
 * that nothing names. What lies below a named field is masked as it is.
 */
function fieldsOf(masks: readonly MaskObligation[]): readonly string[] {
  const named = masks.flatMap(({ fields }) => ('paths' in fields ? fields.paths : fields.except));
  const spelled = named.flatMap((path) => [path, path.normalize('NFC'), path.normalize('NFD')]);
  const above = spelled.flatMap((path) => {
    const parts = path.split('.');
    return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
  });
  return [...new Set([...above, ...reserved, unnamedField])];
}

const level = ({ method }: MaskWay): number =>
  ({ partial: 1, hash: 1, tokenize: 1, redact: 2, nullify: 3, drop: 4 })[method];

const sameWay = (a: MaskWay, b: MaskWay): boolean =>
  a.method === b.method && a.keepFirst === b.keepFirst && a.keepLast === b.keepLast;

/** Whether `more` hides all that `less` hides. */
function hides(more: JoinedMask | undefined, less: JoinedMask | undefined): boolean {
  if (less === undefined) return true;
  if (more === undefined) return false;
  const [a, b] = [more.whole, less.whole];
  if (a !== undefined && b !== undefined) {
    if (level(a) !== level(b)) return level(a) > level(b);
    return (
      sameWay(a, b) ||
      (a.method === 'partial' &&
        b.method === 'partial' &&
        (a.keepFirst ?? 0) <= (b.keepFirst ?? 0) &&
        (a.keepLast ?? 0) <= (b.keepLast ?? 0))
    );
  }
  if (a !== undefined) return a.method !== 'partial';
  if (b !== undefined) return false;
  const patterns = (mask: JoinedMask, name: string) =>
    mask.patterns?.find((one) => one.name === name)?.expression;
  for (const [name, way] of less.detectors!) {
    const own = more.detectors!.get(name);
    if (own === undefined || !sameWay(own, way) || patterns(more, name) !== patterns(less, name))
      return false;
  }
  return true;
}

function kindOf(before: JoinedMask | undefined, after: JoinedMask | undefined): ChangeKind | undefined {
  const [more, less] = [hides(after, before), hides(before, after)];
  if (more && less) return undefined;
  return more ? 'masked' : less ? 'unmasked' : 'changed';
}

const shownField = (field: string): string => (field === unnamedField ? 'other fields' : field);

/**
 * Changes of what is masked, field by field. `unsure`: masks with conditions are there too, with which a changed mask may
 * come to something else than alone. `reads`: of an operation that only reads.
 */
export function compareMasks(
  before: readonly MaskObligation[],
  after: readonly MaskObligation[],
  unsure: readonly MaskObligation[],
  reads: boolean,
): readonly Change[] {
  const fields = fieldsOf([...before, ...after, ...unsure]);
  const changes: Change[] = [];
  for (const field of fields) {
    const [was, is] = [joinMasks(before, field), joinMasks(after, field)];
    const kind = kindOf(was, is);
    if (kind === undefined) continue;
    const mixed = unsure.length > 0 && joinMasks(unsure, field) !== undefined;
    const parent =
      field.includes('.') &&
      changes.some(
        (one) =>
          field.startsWith(`${one.field}.`) && one.before === maskText(was) && one.after === maskText(is),
      );
    if (parent) continue;
    changes.push({
      kind: mixed ? 'changed' : kind,
      aspect: 'mask',
      field: shownField(field),
      before: maskText(was),
      after: maskText(is),
    });
  }
  if (changes.length === 0) changes.push(...compareNames(before, after));
  changes.push(...compareReferences(before, after, fields, reads, changes));
  return changes;
}

/** A field may have a reserved name beside its own, and masks may use either: each alone may tell nothing of both. */
function compareNames(
  before: readonly MaskObligation[],
  after: readonly MaskObligation[],
): readonly Change[] {
  const fields = fieldsOf([...before, ...after]);
  for (const other of reserved)
    for (const field of fields) {
      const [was, is] = [joinMasks(before, field, other), joinMasks(after, field, other)];
      const kind = kindOf(was, is);
      if (kind === undefined) continue;
      const named = `${shownField(field)} where it is ${other} too`;
      return [{ kind: 'changed', aspect: 'mask', field: named, before: maskText(was), after: maskText(is) }];
    }
  return [];
}

/** A use of a masked field is refused: by path, and for uses of every field those that leave vectors out and not. */
function refusedUses(
  masks: readonly MaskObligation[],
  fields: readonly string[],
  reads: boolean,
): ReadonlySet<string> {
  const binding = masks.filter(({ filterable }) => !(reads && filterable));
  const refused = new Set(
    fields.filter((field) => binding.some((mask) => touchesFieldPath(mask.fields, field))),
  );
  if (binding.length > 0) refused.add('every field');
  const isText = (path: string): boolean => !/^\$(vector(\..*)?|score)$/.test(path);
  if (binding.some((mask) => !('paths' in mask.fields) || mask.fields.paths.some(isText)))
    refused.add('every text');
  return refused;
}

function compareReferences(
  before: readonly MaskObligation[],
  after: readonly MaskObligation[],
  fields: readonly string[],
  reads: boolean,
  masked: readonly Change[],
): readonly Change[] {
  const [was, is] = [refusedUses(before, fields, reads), refusedUses(after, fields, reads)];
  const changes: Change[] = [];
  const tell = (kind: 'widened' | 'narrowed', uses: readonly string[]): void => {
    // A field that is masked, or no longer, may then not be referred to, or may again: that goes without saying.
    const said = kind === 'widened' ? ['unmasked', 'changed'] : ['masked', 'changed'];
    if (uses.length === 0 || masked.some((change) => said.includes(change.kind))) return;
    const named = uses.filter((use) => !use.startsWith('every '));
    const field = (named.length > 0 ? named : uses).map(shownField).join(', ');
    const [refused, free] = ['may not be filtered or sorted by', 'may be filtered and sorted by'];
    changes.push({
      kind,
      aspect: 'fields',
      field,
      before: kind === 'widened' ? refused : free,
      after: kind === 'widened' ? free : refused,
    });
  };
  tell(
    'widened',
    [...was].filter((use) => !is.has(use)),
  );
  tell(
    'narrowed',
    [...is].filter((use) => !was.has(use)),
  );
  return changes;
}

import {
  type FieldReference,
  type MaskObligation,
  matchesFieldPath,
  type Operation,
  touchesFieldPath,
} from '@vectorgate/policy-schema';
import type { LeftWhole } from './left-whole.ts';

/** Uses of a field by which its values stand in the answer, whatever else is asked for. */
const shows: ReadonlySet<FieldReference['use']> = new Set(['order', 'group', 'facet']);
const every = '*';
const isNumbers = (field: string): boolean => /^\$(vector(\..*)?|score)$/.test(field);

/**
 * What these masks are about of what was asked for: of answers that are not looked through, as they may have held it.
 * Without what the `owed` ones hid, wherever it stood.
 */
export function askedFor(
  others: readonly MaskObligation[],
  owed: readonly MaskObligation[],
  asked: readonly Operation[],
): readonly LeftWhole[] {
  const all = asked.some(({ returns }) => returns === 'all');
  const names = asked.flatMap(({ returns, references }) => [
    ...(returns === 'all' ? [] : returns),
    ...references.filter(({ use }) => shows.has(use)).map(({ field }) => field),
  ]);
  const found = new Map<string, Set<string>>();
  for (const { fields, detectors } of others)
    for (const field of fieldsOf(fields, all, names)) {
      // No detector reads these.
      if (detectors !== undefined && isNumbers(field)) continue;
      const own = owed.filter((mask) => hides(mask.fields, field, fields));
      if (own.some((mask) => mask.detectors === undefined)) continue;
      const rest = detectors?.filter((name) => !own.some((mask) => mask.detectors?.includes(name)));
      if (rest?.length === 0) continue;
      const before = found.get(field) ?? new Set();
      for (const name of rest ?? []) before.add(name);
      found.set(field, before);
    }
  return [...found].map(([field, some]) => ({ field, ...(some.size > 0 && { found: [...some].sort() }) }));
}

/** Whether a mask reaches a field; of `*`, all that the `other` reaches. */
function hides(fields: MaskObligation['fields'], field: string, other: MaskObligation['fields']): boolean {
  if (field !== every || 'paths' in other) return matchesFieldPath(fields, field);
  return !('paths' in fields) && fields.except.every((path) => other.except.includes(path));
}

function fieldsOf(
  fields: MaskObligation['fields'],
  all: boolean,
  names: readonly string[],
): readonly string[] {
  if ('paths' in fields)
    return fields.paths.filter(
      (path) => all || names.some((name) => touchesFieldPath({ paths: [path] }, name)),
    );
  return [...(all ? [every] : []), ...names.filter((name) => matchesFieldPath(fields, name))];
}

import { type MaskObligation, touchesFieldPath } from '@vectorgate/policy-schema';

type Masks = readonly MaskObligation[];

/** No pattern of a policy can be called so. */
const renamed = (name: string): string => `extract/${name}`;
const looksInside = ({ detectors }: MaskObligation): boolean => detectors !== undefined;
const redacts = ({ method }: MaskObligation): boolean => method === 'redact';

/**
 * A reader's own masks and those of an extract as one list that hides what either hides. Masks of whole fields join so by
 * themselves. What detectors find in one text may overlap and is masked as one then, of which more may show (in part, or in
 * the way of the longer one): so where both look into one field, and do anything but redact what they find, the whole field
 * is redacted. A pattern of the extract takes the place of none of the reader's that is called alike.
 */
export function masksTogether(own: Masks, extract: Masks): Masks {
  if (own.length === 0) return extract;
  if (extract.length === 0) return own;
  const inside = own.filter(looksInside);
  const taken = new Set(inside.flatMap(({ detectors }) => detectors ?? []));
  return [...own, ...extract.map((mask) => (looksInside(mask) ? beside(mask, inside, taken) : mask))];
}

function beside(mask: MaskObligation, inside: Masks, taken: ReadonlySet<string>): MaskObligation {
  const met = inside.filter(({ fields }) => mayMeet(fields, mask.fields));
  return met.length === 0 || (redacts(mask) && met.every(redacts)) ? apart(mask, taken) : whole(mask);
}

const whole = ({ fields, filterable, rule }: MaskObligation): MaskObligation => ({
  fields,
  method: 'redact',
  filterable,
  rule,
});

/** Whether two masks may reach one field: a store may know a field by its path and by a reserved name, too. */
function mayMeet(one: MaskObligation['fields'], other: MaskObligation['fields']): boolean {
  if (!('paths' in one && 'paths' in other)) return true;
  if (one.paths.some((path) => touchesFieldPath(other, path))) return true;
  return one.paths.some((a) => other.paths.some((b) => a.startsWith('$') !== b.startsWith('$')));
}

/** With other names for those of its patterns whose names are taken. */
function apart(mask: MaskObligation, taken: ReadonlySet<string>): MaskObligation {
  const { detectors, patterns } = mask;
  if (detectors === undefined || patterns?.some(({ name }) => taken.has(name)) !== true) return mask;
  const own = new Set(patterns.map(({ name }) => name));
  const nameOf = (name: string): string => (own.has(name) && taken.has(name) ? renamed(name) : name);
  return {
    ...mask,
    detectors: detectors.map(nameOf),
    patterns: patterns.map((pattern) => ({ ...pattern, name: nameOf(pattern.name) })),
  };
}

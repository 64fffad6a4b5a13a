import type { MaskObligation } from '@vectorgate/policy-schema';

type Masks = readonly MaskObligation[];

/** No pattern of a policy can be called so. */
const renamed = (name: string): string => `extract/${name}`;

/**
 * A reader's own masks and those of an extract as one list that hides what either hides: masks join so by themselves,
 * and a pattern of the extract takes the place of none of the reader's that is called alike.
 */
export function masksTogether(own: Masks, extract: Masks): Masks {
  const taken = new Set(own.flatMap(({ detectors }) => detectors ?? []));
  return taken.size === 0 ? [...own, ...extract] : [...own, ...extract.map((mask) => apart(mask, taken))];
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

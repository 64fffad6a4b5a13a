import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { FilterTerm } from '../../compile/compiled-rule.ts';
import type { MaskObligation } from '../../decide/decision.ts';
import { matchesFieldPath } from '../../decide/field-path.ts';
import { classGroups } from '../../operation/operation-class.ts';
import type { MaskEntry } from '../../schema/mask-schema.ts';
import type { Analysis } from '../analyse.ts';
import { placeCovers } from '../lint/covers.ts';
import { isThere } from '../lint/fields.ts';
import { isInForce } from '../lint/in-force.ts';
import { resourcesMeet } from '../lint/meets.ts';
import { PlacesByName } from '../lint/places-by-name.ts';
import { type Binding, bindingOf } from './binding.ts';
import { hidesText } from './text-fields.ts';
import { type Unit, unitsOf } from './units.ts';

/** A protection that the people of a permit lack, and the rule that gives it to others, or elsewhere. */
export interface Gap {
  readonly field: string;
  readonly by: CompiledPlace;
  /** Whether the rule is about the same collections: then others have it there. */
  readonly isHere: boolean;
}

const reads = bitsOf(['search', 'fetch', 'scan']);
/** Classes that are about records, so that filters bind them. */
export const data = bitsOf([...classGroups.read, ...classGroups.write, 'delete-bulk']);

type Terms = readonly FilterTerm[] | undefined;

/** What some rules of all files protect, by field. */
export class Protections {
  readonly #analysis: Analysis;
  readonly #masks = new Map<string, CompiledPlace[]>();
  readonly #claims = new Map<string, CompiledPlace[]>();
  readonly #texts: PlacesByName;
  readonly #byField = new Map<unknown, PlacesByName>();

  constructor(analysis: Analysis) {
    this.#analysis = analysis;
    this.#texts = new PlacesByName(
      analysis.compilation.places.filter(
        ({ compiled: { effect, monitored, masks } }) => effect === 'guard' && !monitored && masks.length > 0,
      ),
    );
    for (const place of analysis.compilation.places) {
      const { effect, masks, filter } = place.compiled;
      if (effect === 'deny' || !isInForce(place, analysis.surroundings.now)) continue;
      for (const { fields } of masks)
        for (const path of 'paths' in fields ? fields.paths : []) add(this.#masks, path, place);
      for (const term of filter ?? []) if (term.is === 'claim') add(this.#claims, term.field, place);
    }
  }

  /** Whether a permit is one that lacks something at all. */
  #isOpen(place: CompiledPlace, of: number): boolean {
    const { effect, classes } = place.compiled;
    return effect === 'allow' && (classes & of) !== 0 && isInForce(place, this.#analysis.surroundings.now);
  }

  /** Fields that are hidden from others, or elsewhere, and not from the people of a permit. */
  masksLacking(permit: CompiledPlace): readonly Gap[] {
    if (!this.#isOpen(permit, reads)) return [];
    const hides = (field: string) => (one: CompiledPlace) =>
      one.compiled.masks.some(({ fields }) => matchesFieldPath(fields, field));
    return this.#lacking(permit, this.#masks, reads, hides);
  }

  /** A rule that hides something of the texts of a permit’s people, who get the vectors of these texts whole. */
  toldByVector(permit: CompiledPlace): CompiledPlace | undefined {
    const { principals, classes, resources } = permit.compiled;
    // Pipelines are no people.
    if (!this.#isOpen(permit, reads) || !principals?.groups.length || principals.services.length > 0)
      return undefined;
    const binding = this.#texts
      .meeting(permit.compiled)
      .filter(
        ({ compiled }) =>
          (compiled.classes & classes & reads) !== 0 &&
          resourcesMeet(compiled.resources, resources) &&
          bindingOf(compiled, permit.compiled) !== 'apart',
      );
    // Who is bound by what cannot be told may have the vector hidden.
    if (
      binding.some(({ compiled }) => compiled.masks.some(({ fields }) => matchesFieldPath(fields, '$vector')))
    )
      return undefined;
    return binding.find(
      ({ compiled }) => hideText(compiled.masks) && bindingOf(compiled, permit.compiled) === 'bound',
    );
  }

  /** Fields that others have to be of the caller's own, and the people of a permit have not. */
  filtersLacking(permit: CompiledPlace): readonly Gap[] {
    if (!this.#isOpen(permit, data)) return [];
    const has = (terms: Terms, field: string): boolean =>
      terms?.some((term) => term.field === field) ?? false;
    const found = this.#lacking(
      permit,
      this.#claims,
      data,
      (field) => (one) => has(one.compiled.filter, field),
    );
    return found.filter(({ field }) => !has(permit.compiled.filter, field));
  }

  #lacking(
    permit: CompiledPlace,
    known: ReadonlyMap<string, readonly CompiledPlace[]>,
    classes: number,
    protects: (field: string) => (one: CompiledPlace) => boolean,
  ): readonly Gap[] {
    if (known.size === 0) return [];
    const units = unitsOf(permit.compiled, this.#analysis.surroundings.catalogue);
    const bindings = new Map<CompiledPlace, Binding>();
    const binding = (one: CompiledPlace): Binding => {
      const found = bindings.get(one) ?? bindingOf(one.compiled, permit.compiled);
      bindings.set(one, found);
      return found;
    };
    const bits = permit.compiled.classes & classes;
    return [...known].flatMap(([field, named]): Gap[] => {
      const byName = this.#protecting(field, named, protects);
      // Of collections that are known it counts too what is done elsewhere.
      const all = byName.meeting(
        units.some((unit) => unit.fields !== undefined) ? { resources: undefined } : permit.compiled,
      );
      // Whom one of them leaves out by name is meant to see the field.
      if (all.some((one) => binding(one) === 'excepted')) return [];
      const found = units.flatMap((unit) => gapAt(unit, field, permit, all, named, bits, binding) ?? []);
      const gap = found.find(({ isHere }) => isHere) ?? found[0];
      return gap === undefined ? [] : [{ ...gap, field }];
    });
  }

  /** All that protect a field, made once: masks of all fields hide it too. */
  #protecting(
    field: string,
    named: readonly CompiledPlace[],
    protects: (field: string) => (one: CompiledPlace) => boolean,
  ): PlacesByName {
    const kept = this.#byField.get(named);
    if (kept !== undefined) return kept;
    const isProtected = protects(field);
    const made = new PlacesByName(
      this.#analysis.compilation.places.filter(
        (one) =>
          named.includes(one) ||
          (one.compiled.effect === 'guard' && !one.compiled.monitored && isProtected(one)),
      ),
    );
    this.#byField.set(named, made);
    return made;
  }
}

/** Of $document more is told already. */
const hideText = (masks: readonly MaskObligation[]): boolean =>
  masks.some(({ fields, detectors }) => hidesText('paths' in fields ? fields.paths : undefined, detectors)) &&
  !masks.some(({ fields }) => matchesFieldPath(fields, '$document'));

const add = (map: Map<string, CompiledPlace[]>, field: string, place: CompiledPlace): void => {
  const own = map.get(field);
  if (own === undefined) map.set(field, [place]);
  else if (own.at(-1) !== place) own.push(place);
};

/** Who is protected where the people of a permit are not; undefined where these are, or where that cannot be told. */
function gapAt(
  { where, fields }: Unit,
  field: string,
  permit: CompiledPlace,
  protecting: readonly CompiledPlace[],
  named: readonly CompiledPlace[],
  bits: number,
  binding: (one: CompiledPlace) => Binding,
): Omit<Gap, 'field'> | undefined {
  // What is not there needs no protection.
  if (fields !== undefined && !isThere(fields, field)) return undefined;
  let found: Omit<Gap, 'field'> | undefined;
  for (const by of protecting) {
    const { resources, classes } = by.compiled;
    if (by === permit || (classes & bits) === 0) continue;
    if (!resourcesMeet(resources, where)) {
      const elsewhere = fields !== undefined && !field.startsWith('$') && !isExcepted(by, where);
      if (elsewhere && named.includes(by)) found ??= { by, isHere: false };
      continue;
    }
    const covers =
      resources === undefined || (placeCovers(resources, where) && resources.except === undefined);
    if (binding(by) !== 'apart' || !covers) return undefined;
    if (found?.isHere !== true && named.includes(by)) found = { by, isHere: true };
  }
  return found;
}

/** Whether a rule leaves a place out by name. */
const isExcepted = ({ compiled: { resources } }: CompiledPlace, where: Unit['where']): boolean =>
  resources?.except !== undefined && placeCovers(resources.except, where);

/** The entries of rules that hide fields, for these fields alone. */
export function entriesOf(gaps: readonly Gap[]): readonly MaskEntry[] {
  const entries = new Map<string, { readonly entry: MaskEntry; readonly fields: Set<string> }>();
  for (const { field, by } of gaps)
    for (const entry of 'mask' in by.rule ? (by.rule.mask ?? []) : []) {
      if (entry.fields === 'all' || !entry.fields.includes(field)) continue;
      const { fields: _, ...way } = entry;
      const key = JSON.stringify(way);
      const own = entries.get(key) ?? { entry, fields: new Set() };
      own.fields.add(field);
      entries.set(key, own);
    }
  return [...entries.values()].map(({ entry, fields }) => ({ ...entry, fields: [...fields] }));
}

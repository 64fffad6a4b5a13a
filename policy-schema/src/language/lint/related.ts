import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { RelatedPlace } from '../diagnose/policy-diagnostic.ts';
import { spokenShort } from '../meaning/spoken.ts';

/** Another rule that is part of what is said. */
export const related = ({ compiled }: CompiledPlace, message: string): RelatedPlace => ({
  file: compiled.reference.file,
  line: compiled.reference.line - 1,
  message,
});

/** What a rule does, or several do together. */
export function they(does: string, places: readonly CompiledPlace[], from: CompiledPlace): string {
  const names = spokenShort(places.map((one) => called(one, from)));
  return places.length === 1 ? `rule ${names} ${does}s` : `rules ${names} together ${does}`;
}

/** A rule of this or another policy, by its name. */
export function called({ compiled: { reference } }: CompiledPlace, from: CompiledPlace): string {
  const { file, policy } = from.compiled.reference;
  if (reference.file !== file) return `${reference.rule} (${reference.file})`;
  return reference.policy === policy ? reference.rule : `${reference.rule} (policy ${reference.policy})`;
}

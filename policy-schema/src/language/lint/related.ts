import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { RelatedPlace } from '../diagnose/policy-diagnostic.ts';
import { spokenShort } from '../meaning/spoken.ts';

/** Another rule that is part of what is said. */
export const related = ({ compiled }: CompiledPlace, message: string): RelatedPlace => ({
  file: compiled.reference.file,
  line: compiled.reference.line - 1,
  message,
});

/** Several rules, and what they do together. */
export const calledTogether = (places: readonly CompiledPlace[], from: CompiledPlace): string =>
  `rules ${spokenShort(places.map((one) => called(one, from)))} together`;

/** A rule of this or another policy, by its name. */
export function called({ compiled: { reference } }: CompiledPlace, from: CompiledPlace): string {
  const { file, policy } = from.compiled.reference;
  if (reference.file !== file) return `${reference.rule} (${reference.file})`;
  return reference.policy === policy ? reference.rule : `${reference.rule} (policy ${reference.policy})`;
}

import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { RelatedPlace } from '../diagnose/policy-diagnostic.ts';

/** Another rule that is part of what is said. */
export const related = ({ compiled }: CompiledPlace, message: string): RelatedPlace => ({
  file: compiled.reference.file,
  line: compiled.reference.line - 1,
  message,
});

/** A rule of these or other files, by its name. */
export const called = ({ compiled: { reference } }: CompiledPlace, from: CompiledPlace): string =>
  reference.file === from.compiled.reference.file ? reference.rule : `${reference.rule} (${reference.file})`;

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

/** A rule of these or other files, by its name. */
export const called = ({ compiled: { reference } }: CompiledPlace, from: CompiledPlace): string =>
  reference.file === from.compiled.reference.file ? reference.rule : `${reference.rule} (${reference.file})`;

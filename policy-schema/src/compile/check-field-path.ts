import type { CompileContext } from './compile-context.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './policy-source.ts';

const reserved = ['$id', '$document', '$uri', '$vector', '$score'];

/** Reports a field path that no field can have: an empty step, or an unknown reserved name. */
export function checkFieldPath(context: CompileContext, field: string, path: Path): void {
  if (field.startsWith('$')) {
    if (reserved.includes(field) || /^\$vector\.[^.]/.test(field)) return;
    const remedy = didYouMean(field, reserved, `Use one of: ${reserved.join(', ')}.`);
    context.source.atPath(path, 'unknown-reserved-field', `${field} is not a reserved name.`, remedy);
    return;
  }
  if (field.split('.').includes('')) {
    context.source.atPath(
      path,
      'wrong-form',
      `${field} is not a field path.`,
      'Write names joined by dots, such as address.city.',
    );
  }
}

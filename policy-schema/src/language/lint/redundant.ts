import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { deleteRule } from '../fix/remove-rule.ts';
import type { Finding } from './lint.ts';
import { related, they } from './related.ts';
import { spanOf } from './spans.ts';

/** A rule that others make needless, alone or several together: what it is, and what they do. */
export function redundant(
  place: CompiledPlace,
  what: 'permit' | 'refusal' | 'guard',
  does: string,
  others: readonly CompiledPlace[],
): Finding {
  const isOne = others.length === 1;
  return {
    ...spanOf(place),
    code: `${what}-redundant`,
    message: `The ${what} ${place.compiled.reference.rule} adds nothing: ${they(does, others, place)} as much.`,
    remedy: `Delete it, or narrow ${isOne ? 'the other' : 'one of them'}.`,
    related: others.map((one) => related(one, `${does}s ${isOne ? 'as much' : 'a part of it'}`)),
    unnecessary: true,
    fixes: deleteRule(place),
  };
}

import type { Told } from '../worker/policy-messages.ts';

/** Problems with a fix at an offset; where there are none, those on its line. */
export function nearest(
  diagnostics: readonly Told[],
  offset: number,
  line: { readonly from: number; readonly to: number },
): readonly Told[] {
  const fixable = diagnostics.filter(({ fixes }) => fixes.length > 0);
  const at = fixable.filter(({ start, end }) => start <= offset && offset <= end);
  return at.length > 0 ? at : fixable.filter(({ start, end }) => start <= line.to && end >= line.from);
}

import { partialFits } from '@vectorgate/policy-schema';
import { hiddenCharacter, redactedMark } from './marks.ts';

/** Of code points that are one unit each. */
const plain = /^[\x20-\x7e]*$/;

/**
 * Shows the first and last code points of a text and hides the rest. At most a third of the text is ever shown:
 * where more is asked for, or the text is too short to hide two characters, it is redacted whole.
 */
export function partialText(text: string, keepFirst: number, keepLast: number): string {
  const keep = { keepFirst, keepLast };
  if (plain.test(text)) {
    const hidden = text.length - keepFirst - keepLast;
    if (text.length < 3 || !partialFits(text.length, keep)) return redactedMark;
    return text.slice(0, keepFirst) + hiddenCharacter.repeat(hidden) + text.slice(text.length - keepLast);
  }
  const points = Array.from(text);
  const shown = keepFirst + keepLast;
  if (points.length < 3 || !partialFits(points.length, keep)) return redactedMark;
  return (
    points.slice(0, keepFirst).join('') +
    hiddenCharacter.repeat(points.length - shown) +
    (keepLast === 0 ? '' : points.slice(-keepLast).join(''))
  );
}

import { partialFits } from '@vectorgate/policy-schema';
import { hiddenCharacter, redactedMark } from './marks.ts';

/**
 * Shows the first and last code points of a text and hides the rest. At most a third of the text is ever shown:
 * where more is asked for, or the text is too short to hide two characters, it is redacted whole.
 */
export function partialText(text: string, keepFirst: number, keepLast: number): string {
  const points = Array.from(text);
  const shown = keepFirst + keepLast;
  if (points.length < 3 || !partialFits(points.length, { keepFirst, keepLast })) return redactedMark;
  return (
    points.slice(0, keepFirst).join('') +
    hiddenCharacter.repeat(points.length - shown) +
    (keepLast === 0 ? '' : points.slice(-keepLast).join(''))
  );
}

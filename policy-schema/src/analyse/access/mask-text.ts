import type { MaskObligation } from '../../decide/decision.ts';
import type { JoinedMask, MaskWay } from '../../decide/join-masks.ts';

export function wayText({ method, keepFirst, keepLast }: MaskWay): string {
  const kept = [
    ...(keepFirst === undefined ? [] : [`first ${keepFirst}`]),
    ...(keepLast === undefined ? [] : [`last ${keepLast}`]),
  ];
  return kept.length === 0 ? method : `${method} (${kept.join(', ')} shown)`;
}

/** What becomes of a field's value. */
export function maskText(mask: JoinedMask | undefined): string {
  if (mask === undefined) return 'whole';
  if (mask.whole !== undefined) return wayText(mask.whole);
  return [...mask.detectors!]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, way]) => `${name} ${wayText(way)}`)
    .join(', ');
}

/** One entry of a guard's list of masks. */
export function maskEntryText(mask: MaskObligation): string {
  const { fields, detectors } = mask;
  const named =
    'paths' in fields
      ? fields.paths.join(', ')
      : fields.except.length === 0
        ? 'all fields'
        : `all fields but ${fields.except.join(', ')}`;
  const found = detectors === undefined ? '' : ` (${detectors.join(', ')})`;
  return `${named}${found}: ${wayText(mask)}`;
}

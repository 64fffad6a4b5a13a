import type { RecordedDecision, SeenDecision } from '../sessions/export/export-request.ts';
import { partNames } from '../sessions/parts/part-names.ts';
import type { PartName } from '../sessions/record.ts';

const read = (part: Buffer): unknown => {
  try {
    return JSON.parse(part.toString()) as unknown;
  } catch {
    return part.toString();
  }
};

/** A decision as JSON, with those of its parts that are wanted: on its page, and in a line of an export. */
export function recordFor(
  { header, parts }: Pick<RecordedDecision, 'header' | 'parts'>,
  seen: SeenDecision,
  wanted: readonly PartName[] = partNames,
): Record<string, unknown> {
  const value = (name: PartName): unknown => {
    const as = wanted.includes(name) ? seen.parts[name] : undefined;
    if (as === undefined) return null;
    return as === 'recorded' ? read(parts[name]!) : as.shown;
  };
  return {
    header: seen.header(header),
    decision: value('decision'),
    operations: value('operations'),
    request: value('request'),
    response: value('response'),
    ...(wanted.includes('response') && seen.masked !== undefined && { masked: seen.masked }),
    withheld: seen.withheld.filter(({ part }) => wanted.includes(part)),
  };
}

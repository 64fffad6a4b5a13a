import type { DetectorName, JoinedMask, MaskWay } from '@vectorgate/policy-schema';
import type { JsonString } from '../json/json-node.ts';
import type { Splices } from '../json/splices.ts';
import { findPersonalData } from './detectors/find-personal-data.ts';
import { hashText } from './hash-text.ts';
import { detectorMarks } from './marks.ts';
import type { MaskLedger } from './mask-ledger.ts';
import { partialText } from './partial-text.ts';
import { unescapeText } from './unescaped-text.ts';

type Detectors = NonNullable<JoinedMask['detectors']>;

/** What stands for a piece of text that a detector found. */
function substitute(text: string, detector: DetectorName, mask: MaskWay, hashKey: Uint8Array): string {
  switch (mask.method) {
    case 'partial':
      return partialText(text, mask.keepFirst ?? 0, mask.keepLast ?? 0);
    case 'hash':
      return hashText(text, hashKey);
    case 'nullify':
    case 'drop':
      return '';
    default:
      return detectorMarks[detector];
  }
}

/** The inside of a JSON string token that stands for a text. */
const inside = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Hides what detectors find inside one JSON string; nothing else of the string is touched. */
export function maskText(
  json: Buffer,
  node: JsonString,
  detectors: Detectors,
  hashKey: Uint8Array,
  field: string,
  splices: Splices,
  ledger: MaskLedger,
): void {
  const escaped = node.escaped ? unescapeText(json, node.start, node.end) : undefined;
  const bytes = escaped?.bytes ?? json;
  const findings =
    escaped === undefined
      ? findPersonalData(json, node.start + 1, node.end - 1, detectors)
      : findPersonalData(bytes, 0, bytes.length, detectors);
  for (const { start, end, detector } of findings) {
    const mask = detectors.get(detector)!;
    const text = bytes.toString('utf8', start, end);
    splices.replace(
      escaped?.origin(start) ?? start,
      escaped?.origin(end) ?? end,
      inside(substitute(text, detector, mask, hashKey)),
    );
    ledger.add(field, mask.method, 1, detector);
  }
}

/** Hides what detectors find in a text that is no JSON string, by their marks. */
export function maskPlainText(
  text: string,
  wanted: ReadonlySet<DetectorName>,
  ledger: MaskLedger,
  field: string,
): string {
  const bytes = Buffer.from(text);
  let result = '';
  let at = 0;
  for (const { start, end, detector } of findPersonalData(bytes, 0, bytes.length, wanted)) {
    result += bytes.toString('utf8', at, start) + detectorMarks[detector];
    at = end;
    ledger.add(field, 'redact', 1, detector);
  }
  return at === 0 ? text : result + bytes.toString('utf8', at);
}

import { type DecodedText, decodeText } from './decoding/decoded-text.ts';
import { encodedRuns } from './decoding/encoded-runs.ts';
import { spacedRuns } from './decoding/spaced-runs.ts';
import { findPersonalData, sawOddity } from './find-personal-data.ts';
import type { Finding, Wanted } from './finding.ts';
import { findInLanguage, readsLanguage } from './language/find-in-language.ts';

/** How often what was decoded is decoded again: `&amp;#64;`, a `%2540`, JSON inside JSON. */
const mostLayers = 3;
/** How deep text in Base64 inside text in Base64 is read. */
const deepest = 2;

/**
 * Finds personal data in UTF-8 text, as it is written and as it is read: behind escapes, references, markup, characters
 * of no width or of other widths, and inside runs of Base64. The time is linear in the text's length.
 *
 * @param wanted the detectors to run; others claim nothing
 * @param alike all that is found is hidden whole, in one way: of what lies in something else nothing is told
 * @returns findings as they were met: each detector's own, whichever others run, so they may overlap
 */
export function findInText(
  bytes: Buffer,
  start: number,
  end: number,
  wanted: Wanted,
  alike = false,
  depth = 0,
): Finding[] {
  const found = findPersonalData(bytes, start, end, wanted, alike);
  const odd = sawOddity();
  const looksDeeper = depth < deepest && end - start >= 16;
  const encoded = looksDeeper ? encodedRuns(bytes, start, end) : [];
  const spaced = looksDeeper ? spacedRuns(bytes, start, end) : [];
  const runs = encoded.length + spaced.length === 0 ? encoded : [...encoded, ...spaced];
  const reads = readsLanguage(wanted);
  if (!odd && runs.length === 0 && !reads) return found;
  const all = found;
  let layer: DecodedText | undefined;
  const layers: DecodedText[] = [];
  for (let i = 0; odd && i < mostLayers; i++) {
    layer =
      layer === undefined ? decodeText(bytes, start, end) : decodeText(layer.bytes, 0, layer.bytes.length);
    if (layer === undefined) break;
    layers.push(layer);
    const { length } = layer.bytes;
    for (const finding of findPersonalData(layer.bytes, 0, length, wanted, alike))
      all.push(written(finding, layers));
  }
  if (reads) {
    const last = layers.at(-1);
    const findings =
      last === undefined
        ? findInLanguage(bytes, start, end, wanted)
        : findInLanguage(last.bytes, 0, last.bytes.length, wanted);
    for (const finding of findings) all.push(last === undefined ? finding : written(finding, layers));
  }
  for (const run of runs) {
    const inside = findInText(run.text, 0, run.text.length, wanted, alike, depth + 1);
    for (const detector of new Set(inside.map((finding) => finding.detector)))
      all.push({ start: run.start, end: run.end, detector, encoded: true });
  }
  return all;
}

/** A finding in the innermost layer, by its place in the written text. */
function written(finding: Finding, layers: readonly DecodedText[]): Finding {
  let { start, end } = finding;
  for (let i = layers.length - 1; i >= 0; i--) {
    start = layers[i]!.start(start);
    end = layers[i]!.end(end);
  }
  return { start, end, detector: finding.detector };
}

import { readFileSync } from 'node:fs';
import type { DetectorName } from '@vectorgate/policy-schema';
import type { Label, Sentence } from './make-sentences.ts';

/** A hand-made case. */
export interface HardCase extends Sentence {
  readonly form: string;
}

/** Reads cases whose labels stand in the text as `[[class:value]]`. */
export function readHardCases(): HardCase[] {
  const cases = JSON.parse(readFileSync(new URL('testdata/languages.json', import.meta.url), 'utf8')) as {
    form: string;
    text: string;
  }[];
  return cases.map(({ form, text: written }) => {
    const labels: Label[] = [];
    let text = '';
    let at = 0;
    for (const match of written.matchAll(/\[\[([a-z-]+):(.*?)\]\](?!\])/gs)) {
      text += written.slice(at, match.index);
      at = match.index + match[0].length;
      labels.push({
        detector: match[1] as DetectorName,
        start: text.length,
        end: text.length + match[2]!.length,
      });
      text += match[2];
    }
    return { form, text: text + written.slice(at), labels };
  });
}

import { html, nothing, svg, type TemplateResult } from 'lit';
import { distanceScale } from '../../hits/distance-scale.ts';
import type { HitGroup, Hits } from '../../hits/hit.ts';
import { visibleLine } from '../../text/visible-text.ts';

const width = 420;
const height = 120;
const left = 44;
const bottom = 18;
const top = 6;
/** More bars than that would be thinner than what can be seen. */
const most = 200;

/** Distances or scores of one query's hits as bars, the nearest first. */
export function distancesView({ hits }: HitGroup, measure: Hits['measure']): TemplateResult | typeof nothing {
  const shown = hits.slice(0, most).filter(({ distance }) => distance !== undefined);
  if (shown.length === 0) return nothing;
  const values = shown.map(({ distance }) => distance!);
  const scale = distanceScale(values);
  const y = (value: number): number => top + (1 - scale.share(value)) * (height - top - bottom);
  const each = (width - left) / shown.length;
  const zero = y(Math.max(scale.from, Math.min(0, scale.to)));
  const noun = measure === 'score' ? 'score' : 'distance';
  return html`<figure>
    <figcaption class="muted">${noun}s${hits.length > most ? ` of the first ${most}` : ''}</figcaption>
    <svg class="chart" viewBox="0 0 ${width} ${height}" role="img"
      aria-label=${`${noun}s of ${shown.length} hits, from ${values[0]} to ${values.at(-1)}`}>
      ${scale.ticks.map(
        (tick) => svg`<line class="grid" x1=${left} x2=${width} y1=${y(tick)} y2=${y(tick)}></line>
          <text class="tick" x=${left - 6} y=${y(tick) + 4} text-anchor="end">${tick}</text>`,
      )}
      ${shown.map((hit, at) => {
        const end = y(hit.distance!);
        const tall = Math.max(1, Math.abs(zero - end));
        return svg`<rect class="bar" x=${left + at * each + each * 0.15} width=${each * 0.7} y=${Math.min(zero, end)} height=${tall}>
            <title>${at + 1}: ${visibleLine(hit.id.slice(0, 200))}, ${hit.distance}</title></rect>
          ${
            each >= 16
              ? svg`<text class="tick" x=${left + (at + 0.5) * each} y=${height - 4} text-anchor="middle">${at + 1}</text>`
              : nothing
          }`;
      })}
    </svg>
  </figure>`;
}

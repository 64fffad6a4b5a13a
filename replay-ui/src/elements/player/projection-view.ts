import { html, nothing, svg, type TemplateResult } from 'lit';
import type { HitGroup } from '../../hits/hit.ts';
import { principalAxes } from '../../hits/principal-axes.ts';
import { visibleLine } from '../../text/visible-text.ts';

const size = 260;
const margin = 26;
const most = 500;

/**
 * Hits and query on the plane of their two principal axes: only where vectors were delivered and kept, and where there are
 * enough of them to say anything.
 */
export function projectionView({ hits, query }: HitGroup): TemplateResult | typeof nothing {
  const shown = hits.slice(0, most).filter(({ vector }) => vector !== undefined);
  const vectors = shown.map(({ vector }) => vector!);
  const withQuery = query !== undefined && query.length === vectors[0]?.length;
  const projection = principalAxes(withQuery ? [...vectors, query] : vectors);
  if (projection === undefined) return nothing;
  const { points, kept } = projection;
  const reach = Math.max(...points.flatMap(([x, y]) => [Math.abs(x), Math.abs(y)])) || 1;
  const place = (value: number): number => size / 2 + (value / reach) * (size / 2 - margin);
  const end = withQuery ? points.at(-1) : undefined;
  const share = `${Math.round(kept * 100)} %`;
  return html`<figure>
    <figcaption class="muted">vectors in two dimensions, which keep ${share} of how they differ</figcaption>
    <svg class="plane" viewBox="0 0 ${size} ${size}" role="img"
      aria-label=${`${shown.length} hits${withQuery ? ' and the query' : ''} on the plane of their principal axes, which keeps ${share} of how they differ`}>
      <rect class="frame" x="0.5" y="0.5" width=${size - 1} height=${size - 1}></rect>
      ${shown.map((hit, at) => {
        const [x, y] = points[at]!;
        return svg`<g><title>${hits.indexOf(hit) + 1}: ${visibleLine(hit.id.slice(0, 200))}</title>
          <circle class="dot" cx=${place(x)} cy=${place(-y)} r="4"></circle>
          <text class="tick" x=${place(x) + 6} y=${place(-y) + 4}>${hits.indexOf(hit) + 1}</text></g>`;
      })}
      ${
        end === undefined
          ? nothing
          : svg`<g><title>the query</title>
            <path class="cross" d=${`M${place(end[0]) - 6} ${place(-end[1])}h12M${place(end[0])} ${place(-end[1]) - 6}v12`}></path>
            <text class="tick" x=${place(end[0]) + 8} y=${place(-end[1]) - 6}>query</text></g>`
      }
    </svg>
  </figure>`;
}

import { html, nothing, svg, type TemplateResult } from 'lit';
import { counted } from '../../text/amounts.ts';
import { absoluteTime, clockTime, dayText } from '../../text/times.ts';
import type { Bar } from '../../timeline/histogram.ts';

const height = 36;
const width = 300;

const label = (bar: Bar, noun: string): string =>
  `${absoluteTime(bar.from)}: ${counted(bar.count, noun)}${bar.refused > 0 ? `, ${bar.refused} refused` : ''}${bar.masked > 0 ? `, ${bar.masked} masked` : ''}`;

/** Ends of the axis: times of one day, or days. */
function ends(bars: readonly Bar[]): readonly [string, string] {
  const [first, last] = [bars[0]!.from, bars.at(-1)!.to - 1];
  return dayText(first) === dayText(last)
    ? [clockTime(first), clockTime(last)]
    : [dayText(first), dayText(last)];
}

/** Bars over time, or their place where they are still to be counted; a press on one narrows the list to its time. */
export function histogramView(
  bars: readonly Bar[] | undefined,
  noun: string,
  narrow: ((bar: Bar) => void) | undefined,
): TemplateResult | typeof nothing {
  if (bars === undefined)
    return html`<figure class="histogram" aria-hidden="true"><svg></svg><figcaption class="line">\u00a0</figcaption></figure>`;
  if (bars.length === 0) return nothing;
  const most = Math.max(...bars.map(({ count }) => count), 1);
  // A single bar over the whole width would look like a warning.
  const each = Math.min(width / bars.length, 20);
  const [from, to] = ends(bars);
  const busiest = bars.reduce((a, b) => (b.count > a.count ? b : a));
  return html`<figure class="histogram">
    <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img"
      aria-label=${`${noun}s over time, from ${absoluteTime(bars[0]!.from)}; the busiest: ${label(busiest, noun)}`}>
      ${bars.map((bar, at) => {
        const all = (bar.count / most) * (height - 2);
        const refused = Math.min(all, (bar.refused / most) * (height - 2));
        const masked = Math.min(all - refused, (bar.masked / most) * (height - 2));
        const rect = (tall: number, y: number, kind: string) =>
          tall <= 0
            ? nothing
            : svg`<rect class=${kind} x=${at * each + 0.5} width=${Math.max(0.5, each - 1)} y=${y} height=${Math.max(1, tall)}></rect>`;
        return svg`<g class=${narrow === undefined ? '' : 'pressable'} @click=${() => narrow?.(bar)}>
          <title>${label(bar, noun)}</title>
          <rect class="back" x=${at * each} width=${each} y="0" height=${height}></rect>
          ${rect(all - refused - masked, height - all, 'allow-bar')}
          ${rect(masked, height - refused - masked, 'mask-bar')}
          ${rect(refused, height - refused, 'deny-bar')}
        </g>`;
      })}
    </svg>
    <figcaption class="line muted"><span class="grow">${from}</span><span>${from === to ? '' : to}</span></figcaption>
  </figure>`;
}

import { coloured, type Terminal } from '../output/terminal.ts';
import { colourOf } from './effect-colour.ts';
import type { PlayerState } from './player-state.ts';

const help = '← → step  space play  r next ⊘  m next ▒  ↑ ↓ scroll  + - speed  q quit';
/** Lines that are not the step's own: heading, axis, a blank one, and the keys. */
const around = 4;

/** How many lines of a step are seen on a screen of that height. */
export const roomOf = (rows: number): number => Math.max(1, rows - around);

/** The signs of the steps around the present one, which stands in brackets. */
function axis(effects: readonly string[], at: number, columns: number): string {
  const most = Math.max(1, Math.floor((columns - 12) / 2));
  const from = Math.max(0, Math.min(at - Math.floor(most / 2), effects.length - most));
  const signs = effects
    .slice(from, from + most)
    .map((effect, index) => {
      const sign = [...effect][0] ?? ' ';
      if (from + index === at) return `[${sign}]`;
      return from + index + 1 === at ? sign : `${sign} `;
    })
    .join('');
  return `${at + 1}/${effects.length}  ${from > 0 ? '… ' : ''}${signs.trimEnd()}${from + most < effects.length ? ' …' : ''}`;
}

/** Everything that stands on the screen, from its first to its last line. */
export function drawPlayer(
  terminal: Terminal,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  heading: string,
  effects: readonly string[],
  lines: readonly string[],
  state: PlayerState,
): readonly string[] {
  const room = roomOf(rows);
  const colour = colourOf(effects[state.at] ?? '');
  const shown = lines
    .slice(state.top, state.top + room)
    .map((line, at) => (state.top + at === 0 && colour ? coloured(terminal, colour, line) : line));
  const below = lines.length - state.top - room;
  const foot = [
    state.playing ? `▶ ${state.speed}×` : `${state.speed}×`,
    ...(below > 0 ? [`${below} more below`] : []),
    help,
  ].join('  ');
  return [
    heading,
    axis(effects, state.at, columns),
    '',
    ...shown,
    ...Array.from({ length: room - shown.length }, () => ''),
    coloured(terminal, 'dim', [...foot].slice(0, columns).join('')),
  ];
}

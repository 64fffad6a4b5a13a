/** Where a player stands. */
export interface PlayerState {
  /** Index of the step. */
  readonly at: number;
  /** First line of the step that is shown. */
  readonly top: number;
  readonly playing: boolean;
  readonly speed: number;
}

/** What a key does. */
export type PlayerMove =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'next-refused'
  | 'next-masked'
  | 'play'
  | 'faster'
  | 'slower'
  | 'down'
  | 'up'
  | 'page-down'
  | 'page-up'
  | 'quit';

const moves: Readonly<Record<string, PlayerMove>> = {
  '\u001b[C': 'next',
  '\u001bOC': 'next',
  l: 'next',
  n: 'next',
  '\u001b[D': 'previous',
  '\u001bOD': 'previous',
  h: 'previous',
  p: 'previous',
  '\u001b[H': 'first',
  '\u001b[1~': 'first',
  g: 'first',
  '\u001b[F': 'last',
  '\u001b[4~': 'last',
  G: 'last',
  r: 'next-refused',
  m: 'next-masked',
  ' ': 'play',
  '+': 'faster',
  '-': 'slower',
  '\u001b[B': 'down',
  '\u001bOB': 'down',
  j: 'down',
  '\u001b[A': 'up',
  '\u001bOA': 'up',
  k: 'up',
  '\u001b[6~': 'page-down',
  '\u001b[5~': 'page-up',
  q: 'quit',
  '\u001b': 'quit',
  '\u0003': 'quit',
  '\u0004': 'quit',
};

/** What a key does, by the characters that terminals send for it. */
export const moveOf = (key: string): PlayerMove | undefined => moves[key];

export const playerBegins = (at = 0): PlayerState => ({ at, top: 0, playing: false, speed: 1 });

const speeds = [0.25, 0.5, 1, 2, 4, 8, 16];
const speedBeside = (speed: number, by: 1 | -1): number => speeds[speeds.indexOf(speed) + by] ?? speed;

/** Where the player stands after a move. `effects`: that of each step; `lines` of this one, of which `room` are seen. */
export function moved(
  state: PlayerState,
  move: PlayerMove,
  {
    effects,
    lines,
    room,
  }: { readonly effects: readonly string[]; readonly lines: number; readonly room: number },
): PlayerState {
  const go = (at: number): PlayerState => {
    const to = Math.max(0, Math.min(effects.length - 1, at));
    return to === state.at ? state : { ...state, at: to, top: 0 };
  };
  const scroll = (by: number): PlayerState => ({
    ...state,
    top: Math.max(0, Math.min(Math.max(0, lines - room), state.top + by)),
  });
  const jump = (sign: string): PlayerState => {
    const to = effects.findIndex((effect, at) => at > state.at && effect.startsWith(sign));
    return to < 0 ? state : { ...go(to), playing: false };
  };
  switch (move) {
    case 'next':
      return go(state.at + 1);
    case 'previous':
      return go(state.at - 1);
    case 'first':
      return go(0);
    case 'last':
      return go(effects.length - 1);
    case 'next-refused':
      return jump('⊘');
    case 'next-masked':
      return jump('▒');
    case 'play':
      return { ...state, playing: !state.playing && state.at < effects.length - 1 };
    case 'faster':
      return { ...state, speed: speedBeside(state.speed, 1) };
    case 'slower':
      return { ...state, speed: speedBeside(state.speed, -1) };
    case 'down':
      return scroll(1);
    case 'up':
      return scroll(-1);
    case 'page-down':
      return scroll(room);
    case 'page-up':
      return scroll(-room);
    case 'quit':
      return state;
  }
}

const shortest = 400;
const longest = 3_000;

/** Milliseconds until the next step while playing: as it was, but nobody waits for long and everybody can read. */
export function pauseAfter(times: readonly number[], { at, speed }: PlayerState): number {
  const apart = (times[at + 1] ?? 0) - (times[at] ?? 0);
  return Math.max(shortest, Math.min(longest, apart)) / speed;
}

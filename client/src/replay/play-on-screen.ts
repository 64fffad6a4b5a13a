import { text } from '../api/read-json.ts';
import { effectOf } from '../command-line/describe-record.ts';
import { ClientError } from '../errors/client-error.ts';
import type { Screen } from '../output/screen.ts';
import type { Terminal } from '../output/terminal.ts';
import { drawPlayer, roomOf } from './draw-player.ts';
import { moved, moveOf, type PlayerState, pauseAfter, playerBegins } from './player-state.ts';
import { stepLines } from './step-lines.ts';
import type { Story } from './story.ts';
import { wrapped } from './wrapped.ts';

type Json = Readonly<Record<string, unknown>>;

/** Another screen without wrapping and cursor, and back: what stood in the terminal stands there again. */
const enter = '\u001b[?1049h\u001b[?7l\u001b[?25l';
const leave = '\u001b[?25h\u001b[?7h\u001b[?1049l';
const keys = new RegExp(`${String.fromCharCode(27)}(?:\\[[0-9;]*[A-Za-z~]|O[A-Z])?|.`, 'gsu');

/** Plays a session on a screen, from a step on, until somebody leaves. `read` asks for the content of a step when it is first seen. */
export async function playOnScreen(
  { session: _, steps }: Story,
  heading: string,
  from: number,
  read: (id: string) => Promise<Json>,
  terminal: Terminal,
  screen: Screen,
): Promise<void> {
  const effects = steps.map(effectOf);
  const times = steps.map(({ time }) => Date.parse(text(time)));
  const known = new Map<number, Json | Error>();
  let state: PlayerState = playerBegins(from);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();

  const linesAt = (at: number): readonly string[] => {
    const found = known.get(at);
    if (found === undefined) return ['reading …'];
    if (!(found instanceof Error)) return stepLines(found, screen.columns);
    const next = found instanceof ClientError ? found.next : '';
    return wrapped(`${found.message} ${next}`, '', screen.columns);
  };
  const look = (at: number): void => {
    const id = text(steps[at]?.id);
    if (id === '' || known.has(at)) return;
    void read(id)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
      .then((found) => {
        known.set(at, found);
        if (at === state.at) draw();
        // What failed is asked for again when it is come back to.
        if (found instanceof Error) known.delete(at);
      });
  };
  const draw = (): void => {
    const lines = drawPlayer(terminal, screen, heading, effects, linesAt(state.at), state);
    terminal.out(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`);
  };
  const become = (next: PlayerState): void => {
    clearTimeout(timer);
    state = next;
    look(state.at);
    look(state.at + 1);
    if (state.playing)
      timer = setTimeout(
        () => {
          const on = moved(state, 'next', { effects, lines: 0, room: 0 });
          become({ ...on, playing: on.at < effects.length - 1 });
        },
        pauseAfter(times, state),
      );
    draw();
  };

  terminal.out(enter);
  const stop = screen.listen((typed) => {
    if (typed === '') draw();
    for (const [key] of typed.matchAll(keys)) {
      const move = moveOf(key);
      if (move === 'quit') end();
      else if (move !== undefined)
        become(moved(state, move, { effects, lines: linesAt(state.at).length, room: roomOf(screen.rows) }));
    }
  });
  try {
    become(state);
    await ended;
  } finally {
    clearTimeout(timer);
    stop();
    terminal.out(leave);
  }
}

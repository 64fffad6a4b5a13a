import { processScreen, type Screen } from './screen.ts';

/** Where the command line writes: results on `out`, progress and trouble on `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Colours are never needed, and used on a terminal only. */
  readonly colour: boolean;
  readonly now: () => number;
  /** What can be drawn on; absent where output or input is no terminal. */
  readonly screen?: Screen | undefined;
}

/** This process's own. `NO_COLOR` (no-color.org) is kept to. */
export const processTerminal = (): Terminal => ({
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  now: Date.now,
  screen: processScreen(),
});

const codes = { red: 31, green: 32, yellow: 33, dim: 2 } as const;

/** The text in a colour, where colours are used. */
export const coloured = (terminal: Terminal, colour: keyof typeof codes, text: string): string =>
  terminal.colour ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;

/** Where a command writes: results on `out`, trouble with the call itself on `err`. */
export interface CommandIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether the other side shows colours. */
  readonly colour?: boolean;
}

/** Exit codes of `policy` commands: all is well; some of it is not; the command could not be carried out; somebody gets more. */
export const exitCodes = { ok: 0, problems: 1, usage: 2, widened: 6 } as const;

export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

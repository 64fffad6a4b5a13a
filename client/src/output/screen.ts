/** A terminal on which one draws, and whose keys one reads. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Tells of each key, as the characters that the terminal sends, and of a changed size as "". @returns what ends it */
  readonly listen: (pressed: (key: string) => void) => () => void;
}

/** This process's own, when both its ends are a terminal that can be drawn on. */
export function processScreen(): Screen | undefined {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY || process.env.TERM === 'dumb') return undefined;
  return {
    get columns() {
      return stdout.columns;
    },
    get rows() {
      return stdout.rows;
    },
    listen: (pressed) => {
      const typed = (text: string): void => pressed(text);
      const resized = (): void => pressed('');
      stdin.setRawMode(true);
      stdin.setEncoding('utf8').on('data', typed).resume();
      stdout.on('resize', resized);
      return () => {
        stdin.off('data', typed).pause();
        stdin.setRawMode(false);
        stdout.off('resize', resized);
      };
    },
  };
}

/** The line that runs the doctor in a terminal of this shell. Paths may hold anything but a line break. */
export function doctorLine(python: string, program: string, shell: string): string {
  if (/powershell|pwsh/i.test(shell)) return `& ${[python, program].map(powerShell).join(' ')}`;
  if (/cmd(\.exe)?$/i.test(shell)) return [python, program].map((word) => `"${word}"`).join(' ');
  return [python, program].map(posix).join(' ');
}

const posix = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
const powerShell = (word: string): string => `'${word.replaceAll("'", "''")}'`;

/** What keeps tests from being run, in one line: the first problem, and how many more there are. */
export function troubleOf(
  what: string,
  problems: readonly {
    readonly file: string;
    readonly line: number;
    readonly message: string;
    readonly remedy: string;
  }[],
): string {
  const [first] = problems;
  const more = problems.length === 1 ? '' : ` ${problems.length - 1} more.`;
  return `${what}: ${first!.file}:${first!.line}: ${first!.message} ${first!.remedy}${more}`;
}
